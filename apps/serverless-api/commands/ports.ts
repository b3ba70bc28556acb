import { createServer } from 'node:net';
import type { Environment } from '@lf/serving';
import { shown } from '@lf/serving';
import { wholeNumberOf } from '@lf/serving';
import { CommandError } from './errors.ts';

const DEFAULT_API_PORT = 3000;

/**
 * The port that LF_API_PORT asks for (3000 if it is not set).
 *
 * @throws CommandError if LF_API_PORT is no port, or if it is taken
 */
export async function chooseApiPort(environment: Environment): Promise<number> {
  const text = environment['LF_API_PORT'] || String(DEFAULT_API_PORT);
  const apiPort = wholeNumberOf(text) ?? 0;
  if (apiPort < 1 || apiPort > 65_535) {
    throw new CommandError(`LF_API_PORT: expected a port from 1 to 65535, got ${shown(text)}.`);
  }
  if (!(await isFree(apiPort))) {
    throw new CommandError(
      `Serving the API: expected port ${apiPort} of 127.0.0.1 to be free, but another program has it. ` +
        `Stop that program or set LF_API_PORT.`,
    );
  }
  return apiPort;
}

/** Takes a port for a moment. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
