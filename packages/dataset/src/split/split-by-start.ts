import type { LabelledSequences } from '../labels/labelled-sequences.ts';
import { partRows } from './part-rows.ts';
import { selectRows } from './select-rows.ts';
import { UnsplittableError } from './split-errors.ts';
import { splitBounds, type SplitFractions } from './split-fractions.ts';

/** Three parts with no group in two of them; rows keep their order. */
export interface TimeSplit {
  readonly train: LabelledSequences;
  readonly validation: LabelledSequences;
  readonly test: LabelledSequences;
}

/**
 * Splits by time: the groups that start first train, the next validate, the last test.
 *
 * A group starts with its earliest row; equal starts are ordered by group number. A part gets its fraction of the
 * groups, bounds rounded to the nearest group, and every row of its groups.
 *
 * @throws InvalidOptionError if the fractions are not shares of 1.
 * @throws UnsplittableError if a start is not known, or a part with a fraction above 0 would get no group.
 */
export function splitByStart(sequences: LabelledSequences, fractions: SplitFractions): TimeSplit {
  const starts = groupStarts(sequences);
  const ordered = [...starts].sort(([groupA, a], [groupB, b]) => a - b || groupA - groupB);
  const { trainEnd, validationEnd } = splitBounds(ordered.length, fractions);

  const partOf = new Map<number, number>();
  ordered.forEach(([group], rank) => {
    partOf.set(group, rank < trainEnd ? 0 : rank < validationEnd ? 1 : 2);
  });
  const [train, validation, test] = partRows(sequences.groups, partOf, 3);
  return {
    train: selectRows(sequences, train ?? []),
    validation: selectRows(sequences, validation ?? []),
    test: selectRows(sequences, test ?? []),
  };
}

/** Group number -> its earliest start, epoch ms. */
function groupStarts(sequences: LabelledSequences): Map<number, number> {
  const starts = new Map<number, number>();
  sequences.groups.forEach((group, row) => {
    const start = sequences.startMs[row] ?? NaN;
    if (!Number.isFinite(start)) {
      throw new UnsplittableError(
        starts.size + 1,
        `row ${row} has no start time, so there is no order in time. Use splitByGroup for such data.`,
      );
    }
    const known = starts.get(group);
    if (known === undefined || start < known) starts.set(group, start);
  });
  return starts;
}
