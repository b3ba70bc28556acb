import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_FOLDER } from './own-folder.ts';

/**
 * Path of a file of `configs/`: beside the package where it is installed, at the top of the
 * repository where it is developed.
 *
 * @param name such as `intent/default.json`
 */
export function builtInConfig(name: string): string {
  const shipped = join(OWN_FOLDER, 'configs', name);
  return existsSync(shipped) ? shipped : join(OWN_FOLDER, '../../configs', name);
}
