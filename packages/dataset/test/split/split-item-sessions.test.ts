import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidOptionError, UnsplittableError, splitItemSessions } from '../../src/index.ts';
import type { NumberedSessions } from '../../src/index.ts';

function sessionsOf(lists: readonly (readonly number[])[]): NumberedSessions {
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach(({ length }, session) => {
    offsets[session + 1] = (offsets[session] ?? 0) + length;
  });
  return {
    offsets,
    items: Uint32Array.from(lists.flat()),
    startMs: Float64Array.from(lists.keys()),
  };
}

function listsOf({ offsets, items, startMs }: NumberedSessions): number[][] {
  return Array.from(startMs, (_, session) => [
    ...items.subarray(offsets[session], offsets[session + 1]),
  ]);
}

it('cuts the sessions where the shares end, the earliest for training', () => {
  const whole = sessionsOf([[1], [2, 3], [4], [], [5, 6, 7]]);
  const { train, validation, test } = splitItemSessions(whole, {
    train: 0.6,
    validation: 0.2,
    test: 0.2,
  });
  expect([listsOf(train), listsOf(validation), listsOf(test)]).toEqual([
    [[1], [2, 3], [4]],
    [[]],
    [[5, 6, 7]],
  ]);
  expect([...test.startMs]).toEqual([4]);
});

it('loses no session and reorders none, whatever the shares', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 8 }),
      (lists, validation, test) => {
        const split = splitItemSessions(sessionsOf(lists), {
          train: 1 - (validation + test) / 20,
          validation: validation / 20,
          test: test / 20,
        });
        expect([split.train, split.validation, split.test].flatMap(listsOf)).toEqual(lists);
      },
    ),
  );
});

it('refuses shares that are none, and a part without a session', () => {
  const whole = sessionsOf([[1], [2]]);
  expect(() => splitItemSessions(whole, { train: 1, validation: 0.1, test: 0 })).toThrow(
    InvalidOptionError,
  );
  expect(() => splitItemSessions(whole, { train: 0.9, validation: 0.05, test: 0.05 })).toThrow(
    UnsplittableError,
  );
});
