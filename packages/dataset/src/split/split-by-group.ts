import { InvalidOptionError } from '../errors.ts';
import type { LabelledSequences } from '../labels/labelled-sequences.ts';
import { partRows } from './part-rows.ts';
import { seededRandom } from './seeded-random.ts';
import { selectRows } from './select-rows.ts';
import { UnsplittableError } from './split-errors.ts';

export interface GroupSplitOptions {
  /** Share of the groups that test, above 0 and below 1; their number is rounded to the nearest. */
  readonly fraction: number;
  /** Decides which groups test: a whole number from 0 to 2^32 - 1. */
  readonly seed: number;
}

/** Two parts with no group in both; rows keep their order. */
export interface GroupSplit {
  readonly train: LabelledSequences;
  readonly test: LabelledSequences;
  /** `[row of train]` its row in what was split. */
  readonly trainRows: Uint32Array;
  /** `[row of test]` its row in what was split. */
  readonly testRows: Uint32Array;
}

/**
 * Splits by group (visitor or session), drawn by seed: every row of a group lands in the same part.
 *
 * @throws InvalidOptionError if an option is out of range.
 * @throws UnsplittableError if a part would get no group.
 */
export function splitByGroup(sequences: LabelledSequences, options: GroupSplitOptions): GroupSplit {
  const { fraction, seed } = options;
  if (!(fraction > 0 && fraction < 1)) {
    throw new InvalidOptionError('fraction', fraction, 'above 0 and below 1');
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new InvalidOptionError('seed', seed, 'a whole number from 0 to 4294967295');
  }

  const groups = Uint32Array.from(new Set(sequences.groups)).sort();
  const testCount = Math.round(fraction * groups.length);
  if (testCount === 0 || testCount === groups.length) {
    throw new UnsplittableError(
      groups.length,
      `train and test would get ${groups.length - testCount} and ${testCount}. Use more data or another fraction.`,
    );
  }
  shuffle(groups, seededRandom(seed));
  const partOf = new Map<number, number>();
  groups.forEach((group, rank) => partOf.set(group, rank < testCount ? 1 : 0));
  const [train, test] = partRows(sequences.groups, partOf, 2);
  const trainRows = Uint32Array.from(train ?? []);
  const testRows = Uint32Array.from(test ?? []);
  return {
    train: selectRows(sequences, trainRows),
    test: selectRows(sequences, testRows),
    trainRows,
    testRows,
  };
}

/** Fisher and Yates, in place. */
function shuffle(values: Uint32Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const value = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = value;
  }
}
