import { randomStream } from '@lf/kernels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/batch/make-batch.ts';
import { planPredictionBatches, planTrainingBatches } from '../../src/batch/plan-batches.ts';
import { encodeSequences, rowLength } from '@lf/contract';
import { randomSequences, sequencesOf } from '../random-sequences.ts';

describe('planTrainingBatches', () => {
  it('brings each row once an epoch, in batches of at most the given size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        (rows, batchSize, seed) => {
          const encoded = encodeSequences(randomSequences({ rows, maxLength: 9, seed }), 9);
          const batches = planTrainingBatches(encoded, batchSize, randomStream(seed, 0));
          const seen = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
          expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row));
          expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(batchSize);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('depends on the draws alone', () => {
    const encoded = encodeSequences(randomSequences({ rows: 500, maxLength: 9, seed: 1 }), 9);
    const plan = (seed: number) => planTrainingBatches(encoded, 32, randomStream(seed, 0));
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it('pads little', () => {
    const encoded = encodeSequences(randomSequences({ rows: 4000, maxLength: 50, seed: 1 }), 50);
    const batches = planTrainingBatches(encoded, 64, randomStream(1, 0));
    const cells = batches
      .map((rows) => makeBatch(encoded, rows))
      .reduce((sum, { size, time }) => sum + size * time, 0);
    expect(cells / encoded.codes.length).toBeLessThan(1.1);
  });
});

it('predicts in order of length', () => {
  const encoded = encodeSequences(sequencesOf([[2, 2, 2], [2], [2, 2]]), 9);
  expect(planPredictionBatches(encoded, 2).map((rows) => [...rows])).toEqual([[1, 2], [0]]);
});

it('lays out a batch longest row first, padded by code 7', () => {
  const encoded = encodeSequences(sequencesOf([[2], [5, 2], [6]]), 9);
  const batch = makeBatch(encoded, [0, 1, 2]);
  expect(batch).toEqual({
    size: 3,
    time: 4,
    codes: Uint8Array.of(0, 5, 2, 1, 0, 2, 1, 7, 0, 6, 1, 7),
    lengths: Uint32Array.of(4, 3, 3),
    rows: Uint32Array.of(1, 0, 2),
  });
  expect(rowLength(encoded, 1)).toBe(4);
});
