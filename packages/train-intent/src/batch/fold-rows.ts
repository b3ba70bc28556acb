import { type EncodedSequences, rowCount } from '@lf/contract';
import type { LabelledRows } from '../fit/fit-model.ts';
import { findUniqueSequences } from './unique-sequences.ts';

/** The different rows of a set, in the order of their codes, and how often each was followed by what. */
export interface FoldedRows {
  readonly sequences: EncodedSequences;
  /** [row] how many rows of the set are alike */
  readonly counts: Uint32Array;
  /** [row] how many of these have label 1 */
  readonly positives: Uint32Array;
  /** Rows of the set: the sum of `counts`. */
  readonly total: number;
}

/** Counts equal rows together: a model gives all of them one probability. */
export function foldRows({ encoded, labels }: LabelledRows): FoldedRows {
  const { sequences, uniqueOf } = findUniqueSequences(encoded);
  const counts = new Uint32Array(rowCount(sequences));
  const positives = new Uint32Array(rowCount(sequences));
  uniqueOf.forEach((unique, row) => {
    counts[unique] = (counts[unique] ?? 0) + 1;
    positives[unique] = (positives[unique] ?? 0) + (labels[row] ?? 0);
  });
  return { sequences, counts, positives, total: uniqueOf.length };
}
