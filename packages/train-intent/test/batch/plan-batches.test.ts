import { encodeSequences, rowCount, rowLength } from '@lf/contract';
import { randomStream } from '@lf/kernels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldRows } from '../../src/batch/fold-rows.ts';
import { makeBatch } from '../../src/batch/make-batch.ts';
import { planPredictionBatches, planTraining } from '../../src/batch/plan-batches.ts';
import { randomSequences, sequencesOf } from '../random-sequences.ts';

function folded(rows: number, maxLength: number, seed: number) {
  const sequences = randomSequences({ rows, maxLength, seed });
  return foldRows({ encoded: encodeSequences(sequences, maxLength), labels: sequences.labels });
}

describe('planTraining', () => {
  it('gives every row of the set the same weight in an epoch, however many batches it is in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        (rows, batchSize, maxLength, seed) => {
          const set = folded(rows, maxLength, seed);
          const plan = planTraining(set, batchSize);
          const batches = plan.epoch(randomStream(seed, 0));
          expect(batches).toHaveLength(plan.batches);
          const sums = new Float64Array(set.counts.length);
          for (const { rows: chosen, weights } of batches) {
            expect(chosen.length).toBeGreaterThan(0);
            expect(chosen.length).toBeLessThanOrEqual(plan.maxRows);
            expect([...new Set(chosen)].sort((a, b) => a - b)).toEqual([...chosen]);
            chosen.forEach((row, index) => (sums[row]! += weights[index]!));
          }
          sums.forEach((sum, row) =>
            expect(sum).toBeCloseTo((set.counts[row]! * plan.batches) / rows, 5),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('puts a row that is frequent into every batch, and a rare one into one', () => {
    const rare = Array.from({ length: 60 }, (_, row) => [
      2,
      ...Array.from(row.toString(4), (digit) => 3 + Number(digit)),
    ]);
    const sequences = sequencesOf([...Array.from({ length: 40 }, () => [2]), ...rare]);
    const set = foldRows({ encoded: encodeSequences(sequences, 9), labels: sequences.labels });
    const batches = planTraining(set, 10).epoch(randomStream(1, 0));
    expect(batches).toHaveLength(10);
    const timesOf = (row: number) => batches.filter(({ rows }) => rows.includes(row)).length;
    const times = Array.from({ length: 61 }, (_, row) => timesOf(row));
    expect(times).toEqual(Array.from(set.counts, (count) => (count === 40 ? 10 : 1)));
  });

  it('draws other batches each epoch, by the draws alone', () => {
    const plan = planTraining(folded(500, 9, 1), 32);
    const epoch = (seed: number) => plan.epoch(randomStream(seed, 0));
    expect(epoch(1)).toEqual(epoch(1));
    expect(epoch(1)).not.toEqual(epoch(2));
  });

  it('puts rows that begin alike together', () => {
    const set = folded(4000, 12, 1);
    const shared = (batches: readonly { readonly rows: Uint32Array }[]) =>
      batches.reduce((sum, { rows }) => sum + sharedSteps(set.sequences, rows), 0);
    const planned = planTraining(set, 64).epoch(randomStream(1, 0));
    const all = Uint32Array.from({ length: rowCount(set.sequences) }, (_, row) => row);
    const spread = planned.map((_, batch) => ({
      rows: all.filter((row) => row % planned.length === batch),
    }));
    expect(shared(planned)).toBeGreaterThan(1.5 * shared(spread));
  });
});

/** Steps that rows have in common with the row before. */
function sharedSteps(
  { codes, offsets }: { readonly codes: Uint8Array; readonly offsets: Uint32Array },
  rows: Uint32Array,
): number {
  const textOf = (row: number) => [...codes.subarray(offsets[row], offsets[row + 1])];
  let shared = 0;
  rows.forEach((row, index) => {
    if (index === 0) return;
    const before = textOf(rows[index - 1]!);
    const end = textOf(row).findIndex((code, step) => code !== before[step]);
    shared += end === -1 ? before.length : end;
  });
  return shared;
}

it('predicts rows in their order', () => {
  const encoded = encodeSequences(sequencesOf([[2, 2, 2], [2], [2, 2]]), 9);
  expect(planPredictionBatches(encoded, 2).map((rows) => [...rows])).toEqual([[0, 1], [2]]);
});

it('lays out a batch in the given order, padded by code 7', () => {
  const encoded = encodeSequences(sequencesOf([[2], [5, 2], [6]]), 9);
  const batch = makeBatch(encoded, [0, 1, 2]);
  expect(batch).toEqual({
    size: 3,
    time: 4,
    codes: Uint8Array.of(0, 2, 1, 7, 0, 5, 2, 1, 0, 6, 1, 7),
    lengths: Uint32Array.of(3, 4, 3),
    rows: Uint32Array.of(0, 1, 2),
  });
  expect(rowLength(encoded, 1)).toBe(4);
});
