import { describe, expect, it } from 'vitest';
import type { TrackedRun, Tracker } from '../src/index.ts';

/** A back end under test: a fresh tracker, and a way to read what it kept. */
export interface TrackerUnderTest {
  readonly tracker: Tracker;
  /** What the back end knows now, as its own reader, server or judge tells it. */
  readonly read: () => Promise<TrackedRun>;
  readonly clean?: () => Promise<void>;
}

/** What every back end of Tracker must do. `open` is called anew for each test, its clock stands at 0 or later. */
export function describeTrackerContract(name: string, open: () => Promise<TrackerUnderTest>): void {
  const test = (behaviour: string, body: (under: TrackerUnderTest) => Promise<void>): void => {
    it(behaviour, async () => {
      const under = await open();
      try {
        await body(under);
      } finally {
        await under.clean?.();
      }
    });
  };

  const valuesOf = (run: TrackedRun, metric: string): [number, number][] =>
    (run.metrics[metric] ?? []).map(({ step, value }) => [step, value]);

  describe(`${name} keeps the contract of Tracker: it`, () => {
    test('keeps parameters of every type, the last value of a name', async ({ tracker, read }) => {
      tracker.params({ units: 48, name: 'größe "x"\n', early: true, note: null, rate: 1e-3 });
      tracker.params({ units: 64 });
      await tracker.finish('completed');
      expect((await read()).params).toEqual({
        units: 64,
        name: 'größe "x"\n',
        early: true,
        note: null,
        rate: 1e-3,
      });
    });

    test('keeps each metric as a series in the order of steps', async ({ tracker, read }) => {
      tracker.metrics({ loss: 0.7, auc: 0.5 }, 0);
      tracker.metrics({ loss: 0.5 }, 2);
      tracker.metrics({ loss: 0.6 }, 1);
      await tracker.finish('completed');
      const run = await read();
      expect(valuesOf(run, 'loss')).toEqual([
        [0, 0.7],
        [1, 0.6],
        [2, 0.5],
      ]);
      expect(valuesOf(run, 'auc')).toEqual([[0, 0.5]]);
    });

    test('counts the steps of each metric when none is given', async ({ tracker, read }) => {
      tracker.metrics({ loss: 3 });
      tracker.metrics({ loss: 2, auc: 0.5 });
      tracker.metrics({ loss: 1 }, 10);
      tracker.metrics({ loss: 0 });
      await tracker.finish('completed');
      const run = await read();
      expect(valuesOf(run, 'loss')).toEqual([
        [0, 3],
        [1, 2],
        [10, 1],
        [11, 0],
      ]);
      expect(valuesOf(run, 'auc')).toEqual([[0, 0.5]]);
    });

    test('keeps the later value of a step that is noted twice', async ({ tracker, read }) => {
      tracker.metrics({ loss: 1 }, 0);
      tracker.metrics({ loss: 2 }, 0);
      await tracker.finish('completed');
      expect(valuesOf(await read(), 'loss')).toEqual([[0, 2]]);
    });

    test('keeps values that are not finite', async ({ tracker, read }) => {
      tracker.metrics({ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY });
      await tracker.finish('completed');
      const run = await read();
      expect(valuesOf(run, 'a')).toEqual([[0, Number.NaN]]);
      expect(valuesOf(run, 'b')).toEqual([[0, Number.POSITIVE_INFINITY]]);
      expect(valuesOf(run, 'c')).toEqual([[0, Number.NEGATIVE_INFINITY]]);
    });

    test('keeps tags and artifacts, the last value of a name', async ({ tracker, read }) => {
      tracker.tags({ data: 'synthetic', owner: 'a' });
      tracker.tags({ owner: 'b' });
      tracker.artifact('model', 'file:///m1');
      tracker.artifact('report', 'file:///r');
      tracker.artifact('model', 'file:///m2');
      await tracker.finish('completed');
      const run = await read();
      expect(run.tags).toEqual({ data: 'synthetic', owner: 'b' });
      expect(run.artifacts).toEqual([
        { name: 'model', uri: 'file:///m2' },
        { name: 'report', uri: 'file:///r' },
      ]);
    });

    for (const status of ['completed', 'failed'] as const) {
      test(`says that the run ${status}`, async ({ tracker, read }) => {
        await tracker.finish(status);
        expect((await read()).status).toBe(status);
      });
    }

    test('ignores what comes after the end, a second end too', async ({ tracker, read }) => {
      tracker.params({ kept: 1 });
      await tracker.finish('completed');
      tracker.params({ late: 1 });
      tracker.metrics({ late: 1 });
      await tracker.finish('failed');
      const run = await read();
      expect(run).toMatchObject({ status: 'completed', params: { kept: 1 }, metrics: {} });
      expect(run.params).not.toHaveProperty('late');
    });

    test('takes empty notes', async ({ tracker, read }) => {
      tracker.params({});
      tracker.metrics({});
      tracker.tags({});
      await tracker.finish('completed');
      expect(await read()).toMatchObject({ params: {}, metrics: {}, tags: {} });
    });
  });
}
