import { describe, expect, it } from 'vitest';
import {
  ACTION_CODES,
  cutSteps,
  encodeSequences,
  intentCodes,
  intentInstance,
  oneHotBatch,
  SHOPPER_ACTIONS,
} from '../../src/index.ts';
import { sequencesOf } from './sequences-of.ts';

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
    expect.objectContaining({ code: 'action_code_unknown', position: 1 }),
  );
});

describe('the cutting rule', () => {
  const codes = SHOPPER_ACTIONS.map((action) => ACTION_CODES[action]);
  const session = (events: number) =>
    Array.from({ length: events }, (_, event) => codes[(event * 3) % codes.length] ?? 2);

  it.each([0, 1, 4, 5, 6, 50])('is one for a session and for columns: %i events', (events) => {
    const one = intentCodes(session(events), 5);
    expect(rowsOf(encodeSequences(sequencesOf([session(events)]), 5))).toEqual([one]);
    expect(one).toHaveLength(Math.min(events, 5) + 2);
    expect(cutSteps(intentCodes(session(events), 1_000), 5)).toEqual(one);
  });

  it('writes the same rows as a tensor and as JSON', () => {
    const rows = [session(2), session(4), []];
    const { values, batch, time } = oneHotBatch(encodeSequences(sequencesOf(rows), 3));
    expect([batch, time]).toEqual([3, 5]);
    rows.forEach((row, index) => {
      const json = intentInstance(intentCodes(row, 3)).flat();
      const tensor = [...values.subarray(index * time * 7, (index + 1) * time * 7)];
      expect(tensor.slice(0, json.length)).toEqual(json);
      expect(tensor.slice(json.length).every((value) => value === 0)).toBe(true);
    });
  });
});
