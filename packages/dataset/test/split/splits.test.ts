import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnsplittableError, selectRows, splitByGroup, splitByStart } from '../../src/index.ts';
import type { LabelledSequences } from '../../src/index.ts';
import { rowsOf, sequences } from '../labelled-rows.ts';
import type { Row } from '../labelled-rows.ts';

const row: fc.Arbitrary<Row> = fc.record({
  actions: fc.array(fc.integer({ min: 2, max: 6 }), { maxLength: 4 }),
  label: fc.nat(1),
  cut: fc.nat(10),
  group: fc.nat(30),
  startMs: fc.nat(20),
});

/** A row for each of the groups, starting at the given times. */
function groupsAt(...starts: readonly number[]): LabelledSequences {
  return sequences(
    starts.map((startMs, group) => ({ actions: [2], label: 0, cut: 0, group, startMs })),
  );
}

const groupsOf = (part: LabelledSequences): number[] => [...new Set(part.groups)];

/** Every row lies in one part, no group in two, and rows keep their order. */
function expectPartition(whole: LabelledSequences, parts: readonly LabelledSequences[]): void {
  const sort = (rows: readonly Row[]) => rows.map((value) => JSON.stringify(value)).sort();
  expect(sort(parts.flatMap(rowsOf))).toEqual(sort(rowsOf(whole)));
  const groups = parts.flatMap(groupsOf);
  expect(new Set(groups).size).toBe(groups.length);
  for (const part of parts) {
    const kept = rowsOf(whole).filter((value) => groupsOf(part).includes(value.group));
    expect(rowsOf(part)).toEqual(kept);
  }
}

describe('splitByStart', () => {
  it('trains on the first groups, validates on the next and tests on the last', () => {
    const { train, validation, test } = splitByStart(groupsAt(50, 10, 30, 40, 20), {
      train: 0.6,
      validation: 0.2,
      test: 0.2,
    });
    expect([train, validation, test].map(groupsOf)).toEqual([[1, 2, 4], [3], [0]]);
  });

  it('orders groups that start together by number', () => {
    const { train, test } = splitByStart(groupsAt(5, 5, 5, 5), {
      train: 0.5,
      validation: 0,
      test: 0.5,
    });
    expect([train, test].map(groupsOf)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('takes the earliest row of a group as its start', () => {
    const visits = sequences(
      [
        [0, 9],
        [1, 5],
        [0, 1],
      ].map(([group = 0, startMs = 0]) => ({ actions: [2], label: 0, cut: 0, group, startMs })),
    );
    expect(groupsOf(splitByStart(visits, { train: 0.5, validation: 0, test: 0.5 }).train)).toEqual([
      0,
    ]);
  });

  it('puts every group into one part, none starting before the part ahead', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const whole = sequences(rows);
        fc.pre(groupsOf(whole).length >= 4);
        const { train, validation, test } = splitByStart(whole, {
          train: 0.5,
          validation: 0.25,
          test: 0.25,
        });
        expectPartition(whole, [train, validation, test]);
        expect(Math.min(...train.startMs)).toBeLessThanOrEqual(Math.min(...test.startMs));
      }),
    );
  });

  it('refuses fractions that are no shares of 1', () => {
    for (const fractions of [
      { train: 0.5, validation: 0.2, test: 0.2 },
      { train: 1.2, validation: -0.1, test: -0.1 },
      { train: NaN, validation: 0.5, test: 0.5 },
    ]) {
      expect(() => splitByStart(groupsAt(1, 2, 3), fractions)).toThrow(/Option fractions/);
    }
  });

  it('refuses to leave a part empty, or to order rows without a time', () => {
    const fractions = { train: 0.8, validation: 0.1, test: 0.1 };
    expect(() => splitByStart(groupsAt(1, 2), fractions)).toThrow(UnsplittableError);
    expect(() => splitByStart(groupsAt(1, NaN), fractions)).toThrow(/no start time/);
  });
});

describe('splitByGroup', () => {
  it('puts every group into one part, the share that was asked for', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), fc.nat(), (rows, seed) => {
        const whole = sequences(rows);
        fc.pre(groupsOf(whole).length >= 5);
        const { train, test } = splitByGroup(whole, { fraction: 0.2, seed });
        expectPartition(whole, [train, test]);
        expect(groupsOf(test).length).toBe(Math.round(0.2 * groupsOf(whole).length));
      }),
    );
  });

  it('draws by the seed alone, whatever the order of the rows', () => {
    const whole = groupsAt(...Array.from({ length: 100 }, (_, index) => index));
    const reversed = selectRows(
      whole,
      Array.from({ length: 100 }, (_, index) => 99 - index),
    );
    const held = (columns: LabelledSequences, seed: number) =>
      groupsOf(splitByGroup(columns, { fraction: 0.2, seed }).test).sort((a, b) => a - b);
    expect(held(whole, 1)).toEqual(held(reversed, 1));
    expect(held(whole, 1)).not.toEqual(held(whole, 2));
  });

  it('draws each group about equally often', () => {
    const counts = Array<number>(10).fill(0);
    const whole = groupsAt(...counts.map((_, index) => index));
    for (let seed = 0; seed < 2000; seed++) {
      for (const group of groupsOf(splitByGroup(whole, { fraction: 0.2, seed }).test))
        counts[group] = (counts[group] ?? 0) + 1;
    }
    // 400 expected, standard deviation 18.
    expect(Math.max(...counts.map((count) => Math.abs(count - 400)))).toBeLessThan(90);
  });

  it('refuses options out of range, and groups too few to split', () => {
    const whole = groupsAt(1, 2, 3);
    expect(() => splitByGroup(whole, { fraction: 0, seed: 1 })).toThrow(/Option fraction/);
    expect(() => splitByGroup(whole, { fraction: 0.5, seed: -1 })).toThrow(/Option seed/);
    expect(() => splitByGroup(whole, { fraction: 0.1, seed: 1 })).toThrow(UnsplittableError);
  });
});

it('selects rows in the order that is asked for', () => {
  const whole = groupsAt(10, 20, 30);
  expect(groupsOf(selectRows(whole, [2, 0]))).toEqual([2, 0]);
  expect(() => selectRows(whole, [3])).toThrow(RangeError);
});
