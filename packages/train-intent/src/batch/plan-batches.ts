import { rowCount, rowLength, type EncodedSequences } from '@lf/contract';
import { shuffle } from '@lf/kernels';
import type { FoldedRows } from './fold-rows.ts';

/**
 * Neighbours in the order of the codes that go into one batch together, as they share most of their
 * events. More of them share more; fewer make batches closer to a uniform draw.
 */
const ROWS_PER_GROUP = 8;

/** Groups of a batch at least, as one group's rows are much alike. */
const GROUPS_PER_BATCH = 4;

/**
 * Batches whose groups are sorted by length together, so that a batch's rows are of like length. More of them mean
 * fewer steps of few rows; fewer mean batches closer to a uniform draw.
 */
const BATCHES_PER_WINDOW = 16;

/** How the different rows of a set become training batches. */
export interface TrainingPlan {
  /** Batches of an epoch. */
  readonly batches: number;
  /** Rows of the largest batch. */
  readonly maxRows: number;
  /** The batches of an epoch, by its draws. */
  epoch(random: () => number): readonly WeightedRows[];
}

/** Rows of a batch and how much each counts. */
export interface WeightedRows {
  /** [row] in rising order */
  readonly rows: Uint32Array;
  /** [row] what the row's loss is multiplied by: together 1 in the mean over the batches */
  readonly weights: Float32Array;
}

/**
 * Plans epochs of total / batchSize batches; of fewer where the set has fewer different rows. The mean
 * over an epoch of the batches' weighted losses is the mean loss of the set: each row counts as often as
 * it occurs. A row that occurs at least once for each batch is in every batch; the others are in one.
 *
 * @param batchSize rows of the set, equal ones included, that a batch stands for
 */
export function planTraining(
  { sequences, counts, total }: FoldedRows,
  batchSize: number,
): TrainingPlan {
  const batches = Math.max(
    1,
    Math.min(Math.round(total / batchSize), Math.ceil(counts.length / GROUPS_PER_BATCH)),
  );
  const rows = Uint32Array.from({ length: counts.length }, (_, row) => row);
  const isFrequent = (row: number): boolean => (counts[row] ?? 0) >= batches;
  const frequent = rows.filter(isFrequent);
  const rare = rows.filter((row) => !isFrequent(row));
  const groupRows = Math.max(
    1,
    Math.min(ROWS_PER_GROUP, Math.floor(rare.length / batches / GROUPS_PER_BATCH)),
  );
  // The first group may be cut short, which adds one.
  const groupsPerBatch = Math.ceil((Math.ceil(rare.length / groupRows) + 1) / batches);
  const weightOf = (row: number): number =>
    ((counts[row] ?? 0) * (isFrequent(row) ? 1 : batches)) / total;
  return {
    batches,
    maxRows: Math.min(counts.length, frequent.length + groupsPerBatch * groupRows),
    epoch(random) {
      const groups = cutGroups(rare, groupRows, random);
      const order = drawOrder(sequences, groups, BATCHES_PER_WINDOW / batches, random);
      const positions = Uint32Array.from({ length: batches }, (_, batch) => batch);
      shuffle(positions, random);
      return Array.from(positions, (batch) => {
        const from = Math.floor((batch * groups.length) / batches);
        const to = Math.floor(((batch + 1) * groups.length) / batches);
        const drawn = Array.from(order.subarray(from, to), (group) => groups[group] ?? rare);
        const chosen = joinSorted([frequent, ...drawn]);
        return { rows: chosen, weights: Float32Array.from(chosen, weightOf) };
      });
    },
  };
}

/** Cuts rows into groups of neighbours; where the first one ends is drawn. */
function cutGroups(rows: Uint32Array, size: number, random: () => number): Uint32Array[] {
  const groups: Uint32Array[] = [];
  let from = 0;
  let to = 1 + Math.floor(random() * size);
  while (from < rows.length) {
    groups.push(rows.subarray(from, to));
    from = to;
    to += size;
  }
  return groups;
}

/** Groups in a drawn order, by their longest rows within each window of a `share` of them. */
function drawOrder(
  sequences: EncodedSequences,
  groups: readonly Uint32Array[],
  share: number,
  random: () => number,
): Uint32Array {
  const longest = groups.map((rows) =>
    rows.reduce((most, row) => Math.max(most, rowLength(sequences, row)), 0),
  );
  const order = Uint32Array.from(groups, (_, group) => group);
  shuffle(order, random);
  const windowGroups = Math.max(1, Math.round(groups.length * share));
  for (let from = 0; from < order.length; from += windowGroups) {
    order
      .subarray(from, from + windowGroups)
      .sort((a, b) => (longest[a] ?? 0) - (longest[b] ?? 0) || a - b);
  }
  return order;
}

function joinSorted(parts: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined.sort();
}

/** Splits the rows of a set into batches of neighbours: for predictions. */
export function planPredictionBatches(encoded: EncodedSequences, batchSize: number): Uint32Array[] {
  const order = Uint32Array.from({ length: rowCount(encoded) }, (_, row) => row);
  const batches: Uint32Array[] = [];
  for (let from = 0; from < order.length; from += batchSize) {
    batches.push(order.subarray(from, from + batchSize));
  }
  return batches;
}
