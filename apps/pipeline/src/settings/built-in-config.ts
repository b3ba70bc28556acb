import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Path of a file of `configs/`: beside the package where it is installed, at the top of the
 * repository where it is developed.
 *
 * @param name such as `intent/default.json`
 */
export function builtInConfig(name: string): string {
  const shipped = fileURLToPath(new URL(`../../configs/${name}`, import.meta.url));
  return existsSync(shipped)
    ? shipped
    : fileURLToPath(new URL(`../../../../configs/${name}`, import.meta.url));
}
