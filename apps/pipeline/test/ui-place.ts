import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Workplace } from './workplace.ts';

/** `lf ui` at work. */
export interface ShownRuns {
  /** With the token. */
  readonly url: string;
  readonly origin: string;
  /** Ends it as a shell would. @returns its exit code */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `lf ui` and waits for its address. */
export async function showRuns(place: Workplace): Promise<ShownRuns> {
  const child = place.start(['ui', '--no-open', '--port', '0']);
  const url = await addressOf(child);
  return {
    url,
    origin: new URL(url).origin,
    async end(signal = 'SIGTERM') {
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`lf ui ended with ${code}: ${printed}`)));
  });
}
