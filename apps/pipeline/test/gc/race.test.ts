import { findRun, listRuns, RunExistsError } from '@lf/flow';
import { withTestCredentials } from '@lf/test-doubles/s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openGcPlace, requireWhole, runSmall } from './gc-place.ts';

withTestCredentials();

const RUNS = 4;

it.each([
  ['file', 4],
  ['s3', 3],
] as const)(
  'in a datastore of kind %s, runs and collections at once lose nothing that a run needs',
  async (kind, rounds) => {
    const place = await openGcPlace(kind);
    const collector = place.elsewhere();
    let removed = 0;
    for (let round = 0; round < rounds; round += 1) {
      // All of before is old: its runs go, and its artifacts while new runs write the same content
      await place.age(10);
      let isOver = false;
      const collecting = (async () => {
        while (!isOver) {
          const { unneeded, failed } = await place.collect(
            { keepDays: 5, graceHours: 0 },
            collector,
          );
          expect(failed).toEqual([]);
          removed += unneeded.filter(({ kind: what }) => what === 'artifact').length;
          await sleep(Math.random() * 20);
        }
      })();
      const runs = Array.from({ length: RUNS }, async (_, at) => {
        await sleep(Math.random() * 60);
        const runId = `run-${round}-${at}`;
        await runSmall(place.elsewhere(), runId, {
          seed: round * RUNS + at,
          waitMs: Math.random() * 60,
        });
        return runId;
      });
      const ended = await Promise.allSettled(runs);
      isOver = true;
      await collecting;
      for (const end of ended) {
        if (end.status === 'rejected') throw end.reason;
        expect((await findRun(place.store, end.value)).status).toBe('completed');
        await requireWhole(place.elsewhere(), end.value);
      }
    }
    // Old runs went, and old artifacts with them: the race was one
    expect(removed).toBeGreaterThan(0);
    expect((await listRuns(place.store)).length).toBeLessThanOrEqual(2 * RUNS);
    await expect(runSmall(place.store, `run-${rounds - 1}-0`)).rejects.toThrow(RunExistsError);
  },
  480_000,
);
