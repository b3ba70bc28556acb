import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Path of the program: `main.ts` when this package is run from its sources, `main.js` when built. */
export function endpointEntry(): string {
  const name = import.meta.url.endsWith('.ts') ? './main.ts' : './main.js';
  return fileURLToPath(new URL(name, import.meta.url));
}

/** What Node needs to run our TypeScript from any folder: the same loader and condition as the parent. */
function sourceFlags(): string[] {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', loader, '--conditions=@lf/source'];
}

/**
 * Program and arguments that serve a bundle, to be followed by `--bundle`, `--host`, `--port`.
 *
 * @example
 * await startLocalEndpoint({ name, command: endpointCommand(), bundlePath, stateDirectory });
 */
export function endpointCommand(): readonly string[] {
  const entry = endpointEntry();
  const flags = entry.endsWith('.ts') ? sourceFlags() : [];
  return [process.execPath, ...flags, entry, 'serve'];
}
