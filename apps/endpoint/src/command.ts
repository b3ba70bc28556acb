import { join } from 'node:path';
import { OWN_FOLDER } from './own-folder.ts';

/** Path of the program: as built, or what bundles the sources first where this package is run from them. */
export function endpointEntry(): string {
  return join(OWN_FOLDER, import.meta.url.endsWith('.ts') ? 'from-source.js' : 'dist/main.js');
}

/**
 * Program and arguments that serve a bundle, to be followed by `--bundle`, `--host`, `--port`.
 *
 * @example
 * await startLocalEndpoint({ name, command: endpointCommand(), bundlePath, stateDirectory });
 */
export function endpointCommand(): readonly string[] {
  return [process.execPath, endpointEntry(), 'serve'];
}
