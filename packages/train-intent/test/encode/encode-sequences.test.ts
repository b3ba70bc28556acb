import { expect, it } from 'vitest';
import { encodeSequences } from '../../src/encode/encode-sequences.ts';
import { findUniqueSequences } from '../../src/encode/unique-sequences.ts';
import { sequencesOf } from '../random-sequences.ts';

const rowsOf = ({ offsets, codes }: ReturnType<typeof encodeSequences>) =>
  Array.from({ length: offsets.length - 1 }, (_, row) => [
    ...codes.subarray(offsets[row], offsets[row + 1]),
  ]);

it('frames each row with start and end', () => {
  expect(rowsOf(encodeSequences(sequencesOf([[2], [5, 2]]), 10))).toEqual([
    [0, 2, 1],
    [0, 5, 2, 1],
  ]);
});

it('keeps the last events of a long row', () => {
  expect(rowsOf(encodeSequences(sequencesOf([[6, 5, 4, 3, 2]]), 2))).toEqual([[0, 3, 2, 1]]);
});

it('frames a row without events', () => {
  expect(rowsOf(encodeSequences(sequencesOf([[]]), 2))).toEqual([[0, 1]]);
});

it.each([0, 1, 7])('refuses code %i, which is no event', (code) => {
  expect(() => encodeSequences(sequencesOf([[2, code]]), 5)).toThrow(
    expect.objectContaining({ code: 'action_code_unknown' }),
  );
});

it('finds each different row once, in order of appearance', () => {
  const encoded = encodeSequences(sequencesOf([[2], [5, 2], [2], [2, 5], [5, 2]]), 10);
  const { sequences, uniqueOf } = findUniqueSequences(encoded);
  expect([...uniqueOf]).toEqual([0, 1, 0, 2, 1]);
  expect(rowsOf(sequences)).toEqual([
    [0, 2, 1],
    [0, 5, 2, 1],
    [0, 2, 5, 1],
  ]);
});
