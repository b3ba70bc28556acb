import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Workplace } from '../workplace.ts';

const MOST_VIEWED = join(import.meta.dirname, '../../examples/most-viewed.js');

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open(null, { LF_FLOWS: MOST_VIEWED });
});
afterEach(() => place.close());

it('waits for a debugger before the step that --inspect names, and goes on when told', async () => {
  const port = await freePort();
  const run = place.lf(['run', 'most-viewed', '--inspect', `count:${port}`, '--json']);
  const ended = run.then(({ code, stderr }) => `the run ended with ${String(code)}: ${stderr}`);

  const waiting = await Promise.race([ended, whoListensAt(port)]);
  expect(waiting).toContain('apps/pipeline/dist/main.js');
  // Nothing but a debugger lets it go on
  expect(await Promise.race([ended, wait(1_000, 'still waiting')])).toBe('still waiting');

  await goOn(port);
  const { code, stdout, stderr } = await run;
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ top: { length: 10 } });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The address of the program that a debugger would find at the port. */
async function whoListensAt(port: number): Promise<string> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`);
      const [target] = (await response.json()) as { readonly url: string }[];
      if (target !== undefined) return target.url;
    } catch {
      // It does not listen yet
    }
    await wait(100);
  }
}

/** Node's own debugger at the port: it says where the program stands, is told to let it go on, and leaves. */
async function goOn(port: number): Promise<void> {
  const debuggerOf = spawn(process.execPath, ['inspect', `127.0.0.1:${port}`], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  for await (const text of debuggerOf.stdout) {
    if (!String(text).includes('debug>')) continue;
    debuggerOf.stdin.write('cont\n');
    break;
  }
  await wait(1_000);
  debuggerOf.kill();
}
