import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { combineTrackers, nullTracker, openLocalTracker, readTrackedRun } from '../src/index.ts';
import type { Tracker } from '../src/index.ts';
import { describeTrackerContract } from './describe-tracker-contract.ts';

const fail = (): never => {
  throw new Error('no connection');
};

/** Fails at every call, as no back end should. */
const broken: Tracker = {
  params: fail,
  metrics: fail,
  tags: fail,
  artifact: fail,
  finish: () => Promise.reject(new Error('not sent')),
};

// Beside trackers that keep nothing and that fail, the one that works must see all.
describeTrackerContract('combineTrackers', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tracking-'));
  const local = openLocalTracker({ directory, runId: 'r1', clock: () => 0 });
  return {
    tracker: combineTrackers([broken, nullTracker, local], { onError: () => undefined }),
    read: () => readTrackedRun(directory),
    clean: () => rm(directory, { recursive: true, force: true }),
  };
});

describe('combineTrackers', () => {
  it('reports the first error of each tracker that fails, once, and never throws', async () => {
    const errors: string[] = [];
    const late: Tracker = { ...nullTracker, finish: () => Promise.reject(new Error('late')) };
    const tracker = combineTrackers([broken, nullTracker, late], {
      onError: (error, index) => errors.push(`${index}: ${String(error)}`),
    });
    tracker.params({ a: 1 });
    tracker.metrics({ b: 1 });
    tracker.tags({ c: 'x' });
    tracker.artifact('d', 'file:///d');
    await tracker.finish('completed');
    expect(errors).toEqual(['0: Error: no connection', '2: Error: late']);
  });

  it('of none is a tracker too', async () => {
    const tracker = combineTrackers([], { onError: fail });
    tracker.metrics({ loss: 1 });
    await tracker.finish('failed');
  });
});
