import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningProgram } from './running-program.ts';
import { oneHot, tinyBundle } from './tiny-bundle.ts';

/** CI sets it higher. */
const ROUNDS = Number(process.env['LF_DRAIN_ROUNDS'] ?? 2);
const CLIENTS = 32;
const body = JSON.stringify({ instances: [oneHot([0, 2, 1])] });

let folder: string;
let bundle: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-drain-'));
  bundle = join(folder, 'model.tar.gz');
  await writeFile(bundle, await tinyBundle());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Tally {
  answered: number;
  /** What ended each request that had no answer. */
  readonly lost: string[];
}

function ask(port: number, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const asked = request(
      { host: '127.0.0.1', port, agent, method: 'POST', path: '/invocations', headers },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', reject);
      },
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Asks over one connection that is kept alive, without a pause, until nobody listens any more. */
async function askUntilClosed(port: number, tally: Tally): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    try {
      const status = await ask(port, agent);
      if (status === 200) tally.answered += 1;
      else tally.lost.push(`status ${status}`);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      agent.destroy();
      if (code === 'ECONNREFUSED') return;
      tally.lost.push(code);
    }
  }
}

describe('SIGTERM while all connections are busy', () => {
  it(
    `loses no request, round for round (${ROUNDS})`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const program = await new RunningProgram(['--bundle', bundle, '--port', '0']).ready();
        const port = Number(new URL(program.url).port);
        const tally: Tally = { answered: 0, lost: [] };
        const clients = Array.from({ length: CLIENTS }, () => askUntilClosed(port, tally));
        while (tally.answered < 10 * CLIENTS) await new Promise(setImmediate);
        program.child.kill('SIGTERM');
        await Promise.all(clients);
        expect(tally.lost).toEqual([]);
        expect(await program.exit).toBe(0);
        expect(program.log.map(({ event }) => event)).not.toContain('drain_cut_off');
      }
    },
    30_000 * ROUNDS,
  );
});
