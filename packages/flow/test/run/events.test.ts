import { expect, it } from 'vitest';
import { formatEvent } from '../../src/index.ts';

const error = { name: 'Error', code: 'bad_row', message: 'row 3 is bad', retryable: true };

it.each([
  [
    { type: 'run_started', flow: 'shop', runId: 'r1', resumed: true },
    'run r1 of flow shop resumed',
  ],
  [{ type: 'task_started', task: 'train/0', attempt: 2 }, '[train/0] started, attempt 2'],
  [{ type: 'task_reused', task: 'start' }, '[start] reused'],
  [{ type: 'task_finished', task: 'start', ms: 999.4 }, '[start] finished in 999 ms'],
  [{ type: 'task_finished', task: 'start', ms: 1500 }, '[start] finished in 1.5 s'],
  [{ type: 'task_finished', task: 'start', ms: 125_000 }, '[start] finished in 2 min 5 s'],
  [
    { type: 'task_retried', task: 'start', error, waitMs: 2000 },
    '[start] failed: row 3 is bad (bad_row); again in 2.0 s',
  ],
  [{ type: 'task_failed', task: 'start', error }, '[start] failed: row 3 is bad (bad_row)'],
  [{ type: 'task_progress', task: 'start', progress: { done: 1 } }, null],
] as const)('shows %o as %s', (event, line) => {
  expect(formatEvent(event)).toBe(line);
});
