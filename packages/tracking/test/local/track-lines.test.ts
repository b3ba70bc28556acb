import { expect, it } from 'vitest';
import { TrackerWriteError } from '../../src/index.ts';
import { trackLines } from '../../src/local/track-lines.ts';

it('tells of a full disk at the end, once, and does not stop who calls it before', async () => {
  const kept: string[] = [];
  const sink = {
    target: 'full.jsonl',
    append: (text: string): void => {
      if (kept.length === 2) throw new Error('ENOSPC: no space left on device');
      kept.push(text);
    },
    keep: () => undefined,
    close: () => undefined,
  };
  const { tracker } = trackLines({ sink, earlier: '', run: { runId: 'r1' }, clock: () => 0 });
  tracker.params({ units: 48 });
  tracker.metrics({ loss: 1 });
  tracker.tags({ late: 'x' });
  const finishing = tracker.finish('completed');
  await expect(finishing).rejects.toThrow(TrackerWriteError);
  await expect(finishing).rejects.toThrow('writing to full.jsonl: ENOSPC');
  await tracker.finish('completed');
  expect(kept).toHaveLength(2);
});

it('begins when its first line says, however fast the clock goes', () => {
  let lines = '';
  const sink = {
    target: 'kept.jsonl',
    append: (text: string): void => void (lines += text),
    keep: () => undefined,
    close: () => undefined,
  };
  let nowMs = 0;
  const clock = (): number => (nowMs += 1);
  const run = { runId: 'r1' };
  const first = trackLines({ sink, earlier: '', run, clock });
  first.end('failed');
  const second = trackLines({ sink, earlier: lines, run, clock });
  expect(second.startedMs).toBe(first.startedMs);
});
