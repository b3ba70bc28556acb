import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFailedError, flow, readLog, runFlow, showRun } from '../../src/index.ts';
import type { TaskError } from '../../src/index.ts';
import { hasty, trouble } from '../fixtures/flows.ts';
import { expectGone } from '../fixtures/processes.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

async function run(kind: string): Promise<unknown> {
  const params = { trouble: kind, directory: place.root };
  const { outputs } = await runFlow(trouble, { ...place.options, runId: 'r1', params });
  return outputs.only;
}

async function failure(kind: string): Promise<RunFailedError> {
  const error: unknown = await run(kind).catch((reason: unknown) => reason);
  if (error instanceof RunFailedError) return error;
  throw new Error(`expected the run to fail, got ${String(error)}`);
}

const retriedErrors = (): TaskError[] =>
  place.events.flatMap((event) => (event.type === 'task_retried' ? [event.error] : []));

describe('a task that fails', () => {
  it('is tried again, each wait longer than the last, until it succeeds', async () => {
    expect(await run('twice')).toEqual({ attempt: 3 });
    expect(retriedErrors().map(({ message }) => message)).toEqual(['trouble 1', 'trouble 2']);
    const waits = place.events.flatMap((event) =>
      event.type === 'task_retried' ? [event.waitMs] : [],
    );
    expect(waits).toEqual([1, 2]);
    const { attempts } = await showRun(place.store, 'r1');
    expect(attempts.map(({ status }) => status)).toEqual(['failed', 'failed', 'finished']);
  });

  it('fails the run when its retries are used up, with its error as data and its stack in the log', async () => {
    const error = await failure('always');
    expect(error.failures).toEqual([
      {
        task: 'only',
        attempts: 3,
        error: { name: 'Error', code: 'step_failed', message: 'always', retryable: true },
        logKey: 'runs/trouble/r1/only/3/log.txt',
      },
    ]);
    expect(error.message).toContain(
      'only: always (step_failed, 3 attempts, log in runs/trouble/r1/only/3/log.txt)',
    );
    const log = await readLog(place.store, 'r1', 'only');
    expect(log).toContain('attempt 3\n');
    expect(log).toContain('a warning\n');
    expect(log).toMatch(/Error: always\n\s+at .*program\.mjs/);
    expect(log).toContain('caused by: Error: the deeper cause');
    const shown = place.events.flatMap((event) => (event.type === 'task_log' ? [event.line] : []));
    expect(shown.join('\n')).not.toMatch(/^\s+at /m);
    expect((await showRun(place.store, 'r1')).status).toBe('failed');
  });

  it('is not tried again when trying cannot help', async () => {
    const { failures } = await failure('bad input');
    expect(failures).toMatchObject([
      { attempts: 1, error: { code: 'bad_row', message: 'row 3 is bad', retryable: false } },
    ]);
  });

  it('is told which output JSON cannot hold', async () => {
    const { failures } = await failure('not storable');
    expect(failures).toMatchObject([{ attempts: 1, error: { code: 'not_storable' } }]);
    expect(failures[0]?.error.message).toContain('outputs.found');
  });

  it('is tried again when its process was killed', async () => {
    expect(await run('killed')).toEqual({ attempt: 2 });
    expect(retriedErrors()).toMatchObject([{ code: 'task_killed' }]);
  });

  it('is told by its exit code when it says nothing', async () => {
    const { failures } = await failure('exit');
    expect(failures).toMatchObject([{ error: { code: 'task_exited' } }]);
    expect(failures[0]?.error.message).toBe('its process ended with code 7');
  });

  it('fails by an error that nobody caught, and leaves no process behind', async () => {
    const { failures } = await failure('uncaught');
    expect(failures).toMatchObject([{ error: { message: 'too late' } }]);
    await expectAllGone();
  });

  it.each([
    ['heeds SIGTERM', ''],
    ['does not heed SIGTERM', 'process.on("SIGTERM", () => {});'],
  ])('is stopped when its time is over, with all that it started, if it %s', async (_, onTerm) => {
    // A plain script starts much faster than it is stopped, on any machine.
    const script = `${onTerm}
      const { spawn } = require('node:child_process');
      const wait = ${JSON.stringify(`${onTerm} setInterval(() => {}, 1000)`)};
      const child = spawn(process.execPath, ['-e', wait]);
      require('node:fs').writeFileSync(process.env.PIDS, process.pid + '\\n' + child.pid);
      setInterval(() => {}, 1000);`;
    const command = {
      file: process.execPath,
      args: ['-e', script, '--'],
      env: { PIDS: join(place.root, 'pids.txt') },
    };
    const running = runFlow(hasty, { ...place.options, command, graceMs: 100, params: {} });
    await expect(running).rejects.toMatchObject({
      failures: [{ attempts: 1, error: { code: 'task_timed_out' } }],
    });
    expect(await place.marks('pids.txt')).toHaveLength(2);
    await expectAllGone();
  });

  it('says what is wrong with a command that cannot start, or that does no task', async () => {
    const params = { trouble: '', directory: '' };
    const missing = { file: '/no/such/program', args: [] };
    await expect(
      runFlow(trouble, { ...place.options, command: missing, params }),
    ).rejects.toMatchObject({ failures: [{ attempts: 1, error: { code: 'task_not_started' } }] });
    const idle = { file: process.execPath, args: ['-e', '', '--'] };
    await expect(
      runFlow(trouble, { ...place.options, command: idle, params }),
    ).rejects.toMatchObject({ failures: [{ error: { code: 'task_without_result' } }] });
  });
});

it('fails a for-each whose items cannot be chosen', async () => {
  const broken = flow('broken').forEach('each', {
    over: (): readonly number[] => {
      throw new Error('no configs');
    },
    run: async () => ({}),
  });
  const running = runFlow(broken, { ...place.options, params: {} });
  await expect(running).rejects.toMatchObject({
    failures: [{ task: 'each', attempts: 0, error: { message: 'no configs' } }],
  });
});

/** A killed process may be seen for a moment until the system has reaped it. */
async function expectAllGone(): Promise<void> {
  const pids = (await place.marks('pids.txt')).map(Number);
  await expectGone(pids);
}
