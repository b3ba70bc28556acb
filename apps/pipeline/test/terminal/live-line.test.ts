import { expect, it } from 'vitest';
import { liveLine, timeLeftMs, type UnderWay } from '../../src/terminal/live-line.ts';

const at = (task: string, done: number, total: number, sinceMs = 0): UnderWay => ({
  task,
  progress: { done, total, unit: 'MB', message: 'reading' },
  since: { ms: sinceMs, done: 0 },
});

it('shows every task under way in one line, with the time left', () => {
  const tasks = [at('start', 1000, 4000), at('train_model/1', 1, 2, 9_000)];
  expect(liveLine(tasks, { nowMs: 10_000, columns: 200 })).toBe(
    '[start] 1,000/4,000 MB reading, 30 s left · [train_model/1] 1/2 MB reading',
  );
});

it.each([1, 2, 20, 40])('is no wider than a terminal of %i columns', (columns) => {
  const line = liveLine([at('start', 1, 2), at('train', 1, 2)], { nowMs: 0, columns });
  expect(line.length).toBeLessThanOrEqual(Math.max(1, columns - 1));
  expect(line.endsWith('…')).toBe(true);
});

it('tells minutes and hours, and no time that is soon over or not known yet', () => {
  const line = (done: number, nowMs: number) =>
    liveLine([at('start', done, 1000)], { nowMs, columns: 100 });
  expect(line(100, 60_000)).toContain('9 min left');
  expect(line(10, 100_000)).toContain('2.8 h left');
  expect(line(999, 60_000)).not.toContain('left');
  expect(line(500, 4_000)).not.toContain('left');
  expect(timeLeftMs(at('start', 0, 10), 60_000)).toBeUndefined();
});
