import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workplace } from './workplace.ts';

const MOST_VIEWED = join(import.meta.dirname, '../examples/most-viewed.js');

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open(null, { LF_FLOWS: MOST_VIEWED });
});
afterAll(() => place.close());

interface Line {
  readonly type: string;
  readonly time: string;
  readonly [key: string]: unknown;
}

/** Every line of the standard output, each of which has to be JSON. */
async function linesOf(args: readonly string[]) {
  const { code, stdout, stderr } = await place.lf([...args, '--json-lines']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return { code, stderr, lines };
}

it('prints events as they happen, and at last what --json prints at the end', async () => {
  const { code, stderr, lines } = await linesOf(['run', 'most-viewed', '--run-id', 'r1']);
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain('[count]');
  expect(lines[0]).toMatchObject({ type: 'run_started', flow: 'most-viewed', runId: 'r1' });
  const steps = lines.filter(({ type }) => type === 'task_finished').map(({ task }) => task);
  expect(steps).toEqual(['start', 'process_raw_data', 'data_validation', 'count', 'end']);
  const logs = lines.filter(({ type, task }) => type === 'task_log' && task === 'count');
  expect(logs).toMatchObject([{ stream: 'stdout' }]);
  expect(logs[0]?.['line']).toMatch(/^\d+ sessions$/);
  const times = lines.map(({ time }) => Date.parse(time));
  expect(times).toEqual(times.toSorted((a, b) => a - b));

  const whole = await place.lf(['resume', 'r1', '--json']);
  const result: unknown = JSON.parse(whole.stdout);
  const [ended, last] = lines.slice(-2);
  expect(ended).toMatchObject({ type: 'run_ended', status: 'completed' });
  expect(last).toEqual({ type: 'result', time: expect.any(String) as unknown, result });

  const resumed = await linesOf(['resume', 'r1']);
  expect(resumed.lines.map(({ type }) => type)).toEqual([
    'run_started',
    ...steps.map(() => 'task_reused'),
    'run_ended',
    'result',
  ]);
});

it('ends with the error, which people still read on the other output', async () => {
  const failed = await linesOf(['run', 'most-viewed', '--data', 'nowhere']);
  expect(failed.code).toBe(1);
  expect(failed.lines).toMatchObject([{ type: 'error', exitCode: 1 }]);
  const [{ message } = { message: '' }] = failed.lines;
  expect(message).toContain('nowhere');
  expect(failed.stderr).toContain(`error ${String(message)}`);
  const unknown = await linesOf(['step', 'r2', 'count']);
  expect(unknown.lines).toMatchObject([{ type: 'error', code: 'unknown_run' }]);
});

it('does a step again in the same way, and refuses two forms of JSON at once', async () => {
  const { code, stderr, lines } = await linesOf(['step', 'r1', 'count']);
  expect(code, stderr).toBe(0);
  expect(lines.map(({ type }) => type)).toContain('task_log');
  expect(lines.at(-1)).toMatchObject({ type: 'result', result: { comparison: { isSame: true } } });
  const both = await place.lf(['run', 'most-viewed', '--json', '--json-lines']);
  expect(both.code).toBe(2);
  expect(both.stderr).toContain("'--json-lines' cannot be used with option '--json'");
});
