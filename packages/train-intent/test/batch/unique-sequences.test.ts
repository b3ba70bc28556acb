import { encodeSequences } from '@lf/contract';
import { expect, it } from 'vitest';
import { foldRows } from '../../src/batch/fold-rows.ts';
import { findUniqueSequences } from '../../src/batch/unique-sequences.ts';
import { sequencesOf } from '../random-sequences.ts';

const rows = [[2], [5, 2], [2], [2, 5], [5, 2]];

it('finds each different row once, in the order of the codes', () => {
  const { sequences, uniqueOf } = findUniqueSequences(encodeSequences(sequencesOf(rows), 10));
  const { offsets, codes } = sequences;
  expect([...uniqueOf]).toEqual([0, 2, 0, 1, 2]);
  expect([...offsets]).toEqual([0, 3, 7, 11]);
  expect([...codes]).toEqual([0, 2, 1, 0, 2, 5, 1, 0, 5, 2, 1]);
});

it('counts equal rows and those that were followed by a purchase', () => {
  const { encoded, labels } = {
    encoded: encodeSequences(sequencesOf(rows), 10),
    labels: Uint8Array.of(1, 0, 0, 1, 0),
  };
  const { counts, positives, total } = foldRows({ encoded, labels });
  expect([...counts]).toEqual([2, 1, 2]);
  expect([...positives]).toEqual([1, 1, 0]);
  expect(total).toBe(5);
});
