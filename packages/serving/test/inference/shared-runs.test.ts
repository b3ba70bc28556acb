import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyRows, shareRuns, sizeOf, type Rows } from '../../src/inference/shared-runs.ts';

interface Ids extends Rows {
  readonly values: Int32Array;
}

/** A model that sums each row; `runs` tells what it was asked. */
function summing({ maxRows = 8, fails = (_input: Ids): boolean => false } = {}) {
  const runs: Rows[] = [];
  const ask = shareRuns<Ids, number[]>({
    maxRows,
    run: async (input) => {
      runs.push({ batch: input.batch, time: input.time });
      if (fails(input)) throw new Error('no');
      return Array.from({ length: input.batch }, (_, row) =>
        input.values
          .subarray(row * input.time, (row + 1) * input.time)
          .reduce((sum, id) => sum + id, 0),
      );
    },
    merge: (parts) => {
      const { batch, time } = sizeOf(parts);
      return {
        values: copyRows(new Int32Array(batch * time), parts, { longest: time, width: 1 }),
        batch,
        time,
      };
    },
    rows: (sums, start, end) => sums.slice(start, end),
  });
  return { ask, runs };
}

const rows = (batch: number, time: number, id = 1): Ids => ({
  batch,
  time,
  values: new Int32Array(batch * time).fill(id),
});

describe('requests of the same turn', () => {
  it('share a run, and each gets its own rows', async () => {
    const { ask, runs } = summing();
    const answers = await Promise.all([
      ask(rows(1, 3, 1)),
      ask(rows(2, 4, 10)),
      ask(rows(1, 2, 100)),
    ]);
    expect(answers).toEqual([[3], [40, 40], [200]]);
    expect(runs).toEqual([{ batch: 4, time: 4 }]);
  });

  it('are as many runs as the rows need, and a long one does not make the short ones padding', async () => {
    const { ask, runs } = summing({ maxRows: 4 });
    await Promise.all([
      ask(rows(3, 2)),
      ask(rows(1, 2)),
      ask(rows(2, 2)),
      ask(rows(1, 100)),
      ask(rows(9, 2)),
    ]);
    expect(runs).toEqual([
      { batch: 4, time: 2 },
      { batch: 2, time: 2 },
      { batch: 1, time: 100 },
      { batch: 9, time: 2 },
    ]);
  });

  it('do not wait for those of a later turn', async () => {
    const { ask, runs } = summing();
    await ask(rows(1, 1));
    await ask(rows(1, 1));
    expect(runs).toHaveLength(2);
  });

  it('do not fail for one another', async () => {
    const { ask } = summing({ fails: ({ values }) => values.includes(13) });
    const answers = await Promise.allSettled([
      ask(rows(1, 2, 1)),
      ask(rows(1, 2, 13)),
      ask(rows(1, 2, 2)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are answered as if each were alone, whatever their shapes', async () => {
    const shape = fc.record({
      batch: fc.integer({ min: 1, max: 5 }),
      time: fc.integer({ min: 1, max: 30 }),
      id: fc.integer({ min: 1, max: 99 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(shape, { minLength: 1, maxLength: 20 }), async (shapes) => {
        const { ask } = summing();
        const answers = await Promise.all(
          shapes.map(({ batch, time, id }) => ask(rows(batch, time, id))),
        );
        expect(answers).toEqual(
          shapes.map(({ batch, time, id }) => new Array<number>(batch).fill(time * id)),
        );
      }),
    );
  });
});
