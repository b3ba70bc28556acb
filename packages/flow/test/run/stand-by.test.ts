import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFailedError, RunInterruptedError, runFlow } from '../../src/index.ts';
import { pair } from '../fixtures/flows.ts';
import { expectGone } from '../fixtures/processes.ts';
import { openWorkplace, PROGRAM } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

const paramsOf = (then: string) => ({ directory: place.root, then });

const readyPid = async () => Number(await readFile(join(place.root, 'ready.txt'), 'utf8'));

describe('a process that stands by', () => {
  it('is the one of the next step, with the environment and the folder of its task', async () => {
    const environmentOf = (step: string) => ({
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      TEST_SECRET: `of ${step}`,
    });
    const { command } = place.options;
    const { outputs } = await runFlow(pair, {
      ...place.options,
      command: { ...command, environmentOf },
      params: paramsOf(''),
    });
    expect(outputs.second).toEqual({ isReady: true, hasPlace: true, secret: 'of second' });
    expect([outputs.third, outputs.fourth]).toEqual([{ isReady: true }, { isReady: true }]);
    await expectGone([await readyPid()]);
  });

  it('is started anew where it is gone', async () => {
    const { outputs, tasks } = await runFlow(pair, { ...place.options, params: paramsOf('kill') });
    expect(outputs.second.isReady).toBe(false);
    expect(tasks.map(({ step, attempts }) => `${step} ${attempts}`)).toEqual([
      'first 1',
      'second 1',
      'third 1',
      'fourth 1',
    ]);
  });

  it('is ended with a run that fails before it is needed', async () => {
    const run = runFlow(pair, { ...place.options, params: paramsOf('fail') });
    await expect(run).rejects.toThrow(RunFailedError);
    await expectGone([await readyPid()]);
  });

  it('is ended with a run that is stopped', async () => {
    const stop = new AbortController();
    const run = runFlow(pair, {
      ...place.options,
      params: paramsOf('hold'),
      signal: stop.signal,
      onEvent: ({ type }) => {
        if (type === 'task_log') stop.abort('enough');
      },
    });
    await expect(run).rejects.toThrow(RunInterruptedError);
    await expectGone([await readyPid()]);
  });
});

/** What the entry program says when it is started with these arguments by hand. */
async function say(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, 'step', ...args], {
    env: { ...process.env, FORCE_COLOR: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return `${code} ${said}`;
}

it('says what is missing where a person starts the process of a step', async () => {
  expect(await say()).toMatch(/^1 .*expected the key of one \(--task\)/);
  expect(await say('--stand-by', 'pair/second')).toMatch(
    /^1 .*standing by for pair\/second: expected a run as the parent/,
  );
});
