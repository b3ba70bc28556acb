import { createServer } from 'node:net';
import type { Environment } from '@lf/serving';
import { shown } from '@lf/serving';
import { wholeNumberOf } from '@lf/serving';
import { CommandError } from './errors.ts';

const DEFAULT_API_PORT = 3000;

/** The ports of a locally served API. */
export interface Ports {
  /** Where `GET /predict` answers. */
  readonly apiPort: number;
  /** Where serverless-offline answers Lambda's own Invoke calls. */
  readonly lambdaPort: number;
}

/**
 * The port that LF_API_PORT asks for (3000 if it is not set), and a free one for Lambda's own API.
 *
 * @throws CommandError if LF_API_PORT is no port, or if it is taken
 */
export async function choosePorts(environment: Environment): Promise<Ports> {
  const text = environment['LF_API_PORT'] || String(DEFAULT_API_PORT);
  const apiPort = wholeNumberOf(text) ?? 0;
  if (apiPort < 1 || apiPort > 65_535) {
    throw new CommandError(`LF_API_PORT: expected a port from 1 to 65535, got ${shown(text)}.`);
  }
  if ((await listen(apiPort)) === undefined) {
    throw new CommandError(
      `Serving the API: expected port ${apiPort} of 127.0.0.1 to be free, but another program has it. ` +
        `Stop that program or set LF_API_PORT.`,
    );
  }
  const lambdaPort = await listen(0);
  if (lambdaPort === undefined)
    throw new CommandError('Serving the API: expected a free port, got none.');
  return { apiPort, lambdaPort };
}

/** Takes a port (0: any) for a moment; its number, or undefined if it is taken. */
async function listen(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : undefined),
      );
    });
  });
}
