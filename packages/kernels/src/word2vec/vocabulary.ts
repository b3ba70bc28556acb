import { Word2VecInputError } from '../errors.ts';
import type { Sentences } from './options.ts';

/** The items that are trained, in the order of their rows: descending count, ties by item. */
export interface RowVocabulary {
  /** `[row]` */
  readonly items: Uint32Array;
  /** `[row]` */
  readonly counts: Uint32Array;
  /** `[item]`: its row, or NO_ROW. */
  readonly rows: Uint32Array;
  /** Words of all rows in one epoch. */
  readonly words: number;
}

/** The row of an item that is left out. */
export const NO_ROW = 2 ** 32 - 1;

/** Counts the items and leaves out those below `minCount`; throws Word2VecInputError if none stays. */
export function rowVocabulary(
  { offsets, items }: Sentences,
  itemCount: number,
  minCount: number,
): RowVocabulary {
  const words = offsets.at(-1);
  if (words === undefined || offsets[0] !== 0 || words > items.length) {
    throw new Word2VecInputError(
      'sentences.offsets',
      `[sentence + 1] from 0 to at most the ${items.length} items`,
      `${offsets.length} values from ${offsets[0]} to ${words}`,
    );
  }
  const counts = new Uint32Array(itemCount);
  for (let word = 0; word < words; word++) {
    const item = items[word] ?? itemCount;
    if (item >= itemCount) {
      throw new Word2VecInputError(`items[${word}]`, `0 to ${itemCount - 1}`, `${item}`);
    }
    counts[item] = (counts[item] ?? 0) + 1;
  }
  const countOf = (item: number): number => counts[item] ?? 0;
  const kept = counts.map((_, item) => item).filter((item) => countOf(item) >= minCount);
  kept.sort((a, b) => countOf(b) - countOf(a) || a - b);
  if (kept.length === 0 || countOf(kept[0] ?? 0) === 0) {
    throw new Word2VecInputError(
      'sentences',
      `an item with at least minCount = ${minCount} occurrences`,
      `${words} words of ${itemCount} items without one`,
    );
  }
  const rows = new Uint32Array(itemCount).fill(NO_ROW);
  kept.forEach((item, row) => (rows[item] = row));
  const rowCounts = kept.map(countOf);
  return {
    items: kept,
    counts: rowCounts,
    rows,
    words: rowCounts.reduce((sum, count) => sum + count, 0),
  };
}

/**
 * How likely an occurrence of each row is kept, times 2^32 - 1: (sqrt(c / t) + 1) t / c with
 * t = sample * words (word2vec.c's form of Mikolov et al. 2013, "Distributed Representations").
 */
export function keepThresholds(
  counts: Uint32Array,
  words: number,
  sample: number,
  target: Uint32Array,
): void {
  const t = sample * words;
  counts.forEach((count, row) => {
    const keep = sample === 0 ? 1 : ((Math.sqrt(count / t) + 1) * t) / count;
    target[row] = Math.floor(Math.min(1, keep) * (2 ** 32 - 1));
  });
}
