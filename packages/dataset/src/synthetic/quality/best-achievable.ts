import type { LabelledSequences } from '../../labels/labelled-sequences.ts';
import { purchaseProbability } from '../shopper/purchase-posterior.ts';
import { rocAuc } from './roc-auc.ts';

/** How well the exact posterior does on some rows; null where they hold one class only. */
export interface RowQuality {
  readonly rows: number;
  /** Share of rows that a purchase follows. */
  readonly baseRate: number;
  readonly rocAuc: number | null;
  /** Mean cross-entropy, nats. */
  readonly logLoss: number;
}

/** What no model can beat, but by luck, on prefixes of a synthetic shop. */
export interface BestAchievable extends RowQuality {
  readonly perCut: readonly (RowQuality & { readonly cut: number })[];
}

/**
 * The exact purchase probability of each row of a synthetic shop.
 *
 * @returns `[row]`
 * @throws ImpossibleActionsError if a row is no prefix of a synthetic session before its first purchase.
 */
export function scorePosterior(sequences: LabelledSequences): Float64Array {
  return Float64Array.from(sequences.labels, (_, row) =>
    purchaseProbability(
      sequences.actions,
      sequences.offsets[row] ?? 0,
      sequences.offsets[row + 1] ?? 0,
    ),
  );
}

/**
 * Measures the exact posterior on rows of a synthetic shop, pooled and per cut.
 *
 * @throws ImpossibleActionsError if a row is no prefix of a synthetic session before its first purchase.
 */
export function measureBestAchievable(sequences: LabelledSequences): BestAchievable {
  const scores = scorePosterior(sequences);
  const cuts = [...new Set(sequences.cuts)].sort((a, b) => a - b);
  return {
    ...measure(scores, sequences.labels),
    perCut: cuts.map((cut) => {
      const isCut = (_: number, row: number): boolean => sequences.cuts[row] === cut;
      return { cut, ...measure(scores.filter(isCut), sequences.labels.filter(isCut)) };
    }),
  };
}

function measure(scores: Float64Array, labels: Uint8Array): RowQuality {
  let positives = 0;
  let loss = 0;
  labels.forEach((label, row) => {
    const score = scores[row] ?? 0;
    positives += label;
    loss -= Math.log(label === 1 ? score : 1 - score);
  });
  const auc = rocAuc(scores, labels);
  return {
    rows: labels.length,
    baseRate: positives / labels.length,
    rocAuc: Number.isNaN(auc) ? null : auc,
    logLoss: loss / labels.length,
  };
}
