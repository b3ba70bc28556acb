import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFlow } from '../../src/index.ts';
import { hasty } from '../fixtures/flows.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Attaches as a person would, waits for the first line, and lets the process go on. */
function letGoOn(port: number): Promise<string> {
  const client = spawn(process.execPath, ['inspect', `127.0.0.1:${port}`], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  let isAsked = false;
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
    if (isAsked || !said.includes('Break on start')) return;
    isAsked = true;
    client.stdin.write('cont\n');
    // A process that ends waits for its debugger to leave
    setTimeout(() => client.stdin.end('.exit\n'), 500);
  };
  client.stdout.on('data', hear);
  client.stderr.on('data', hear);
  return new Promise((resolve) => client.once('exit', () => resolve(said)));
}

it('lets a step wait for a debugger without its time limit', { timeout: 120_000 }, async () => {
  const port = await freePort();
  const { command } = place.options;
  const isWaiting = async () =>
    fetch(`http://127.0.0.1:${port}/json/version`).then(
      () => true,
      () => false,
    );
  let isDone = false;
  const run = runFlow(hasty, {
    ...place.options,
    runId: 'r1',
    params: {},
    command: { ...command, inspect: { step: 'only', port } },
  }).finally(() => {
    isDone = true;
  });
  while (!(await isWaiting())) {
    if (isDone) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Longer than the step may take
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(isDone).toBe(false);
  const said = letGoOn(port);
  expect((await run).runId).toBe('r1');
  expect(await said).toContain('Break on start');
});
