import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where serverless-offline answers Lambda's own Invoke calls. */
export interface LambdaSocket {
  readonly path: string;
  remove(): void;
}

/**
 * A place for Lambda's own API that is no port. That API asks nobody for a Host or a key, so on a port any page in a
 * browser could call it, by DNS under a name of its own; a socket in a folder of this user's is out of a page's reach.
 */
export function makeLambdaSocket(): LambdaSocket {
  if (process.platform === 'win32') {
    return { path: `\\\\.\\pipe\\lf-api-${process.pid}`, remove: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'lf-api-'));
  return {
    path: join(folder, 'lambda'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
