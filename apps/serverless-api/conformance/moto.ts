import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@lf/test-doubles';
import { PROGRAMS } from './cfn-lint.ts';

/** moto, the double of AWS, on loopback. */
export interface Moto {
  readonly url: string;
  /** What a program needs to take it for AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sends a request to a service of it; the answer's body. */
  call(service: string, path: string, init?: RequestInit): Promise<string>;
  stop(): void;
}

const START_MS = 60_000;

export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = join(import.meta.dirname, 'lenient-moto.py');
  const child = spawn(join(PROGRAMS, 'python'), [program, '-H', '127.0.0.1', '-p', port], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let written = '';
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const endMs = performance.now() + START_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || performance.now() > endMs) {
      child.kill();
      throw new Error(`moto does not answer at ${url}:\n${written}`);
    }
    await sleep(100);
  }
  return {
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
    },
    async call(service, path, init = {}) {
      // moto knows the service by the signature's scope, and looks no further
      const authorization = `AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/${service}/aws4_request`;
      const answer = await fetch(`${url}${path}`, { ...init, headers: { authorization } });
      return answer.text();
    },
    stop: () => void child.kill(),
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  );
}
