import { encodeSequences } from '@lf/contract';
import { expect, it } from 'vitest';
import { findUniqueSequences } from '../../src/batch/unique-sequences.ts';
import { sequencesOf } from '../random-sequences.ts';

it('finds each different row once, in order of appearance', () => {
  const encoded = encodeSequences(sequencesOf([[2], [5, 2], [2], [2, 5], [5, 2]]), 10);
  const { sequences, uniqueOf } = findUniqueSequences(encoded);
  const { offsets, codes } = sequences;
  expect([...uniqueOf]).toEqual([0, 1, 0, 2, 1]);
  expect([...offsets]).toEqual([0, 3, 7, 11]);
  expect([...codes]).toEqual([0, 2, 1, 0, 5, 2, 1, 0, 2, 5, 1]);
});
