import { averagePrecision } from './average-precision.ts';
import { calibrationError } from './calibration-error.ts';
import { challengeScore } from './challenge-score.ts';
import { logLoss } from './log-loss.ts';
import { rocAuc } from './roc-auc.ts';
import { accuracy, f1 } from './threshold.ts';

/** How well probabilities fit labels. A metric that the rows do not define is null. */
export interface IntentMetrics {
  readonly rows: number;
  readonly positives: number;
  /** Null when all labels are alike. */
  readonly rocAuc: number | null;
  /** Average precision; null when all labels are alike. */
  readonly prAuc: number | null;
  /** In nats. */
  readonly logLoss: number | null;
  /** Expected calibration error over 10 bins of equal width. */
  readonly calibrationError: number | null;
  /** At the evaluation's `threshold`; null when all labels are alike. */
  readonly f1: number | null;
  /** At .5. */
  readonly accuracy: number | null;
}

/** The metrics of all rows together, and of each cut alone. */
export interface IntentEvaluation {
  readonly overall: IntentMetrics;
  /** In rising order of k, the events after the first add. */
  readonly perCut: readonly (IntentMetrics & { readonly cut: number })[];
  /** Weighted accuracy of the challenge, at most 4.5; null unless all six cuts have rows. */
  readonly challengeScore: number | null;
  /** The probability from which F1 calls a row positive. */
  readonly threshold: number;
}

/** The threshold of accuracy and of the challenge's score: the most right calls, if calibrated. */
const ACCURACY_THRESHOLD = 0.5;

export interface ScoredRows {
  /** [row] */
  readonly probabilities: Float32Array;
  /** [row] 0 or 1 */
  readonly labels: Uint8Array;
  /** [row] events after the first add */
  readonly cuts: Uint8Array;
  /** For F1: chosen on rows that are not among these. */
  readonly threshold: number;
}

/** Computes every metric, over all rows and per cut. */
export function evaluateProbabilities(scored: ScoredRows): IntentEvaluation {
  const { probabilities, labels, cuts, threshold } = scored;
  const rowsByCut = new Map<number, number[]>();
  cuts.forEach((cut, row) => {
    const rows = rowsByCut.get(cut) ?? [];
    rows.push(row);
    rowsByCut.set(cut, rows);
  });
  const perCut = [...rowsByCut]
    .sort(([a], [b]) => a - b)
    .map(([cut, rows]) => ({
      cut,
      ...measure(
        Float32Array.from(rows, (row) => probabilities[row] ?? NaN),
        Uint8Array.from(rows, (row) => labels[row] ?? 0),
        threshold,
      ),
    }));
  return {
    overall: measure(probabilities, labels, threshold),
    perCut,
    challengeScore: challengeScore(new Map(perCut.map((row) => [row.cut, row.accuracy]))),
    threshold,
  };
}

function measure(
  probabilities: Float32Array,
  labels: Uint8Array,
  threshold: number,
): IntentMetrics {
  return {
    rows: labels.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    rocAuc: rocAuc(probabilities, labels),
    prAuc: averagePrecision(probabilities, labels),
    logLoss: logLoss(probabilities, labels),
    calibrationError: calibrationError(probabilities, labels),
    f1: f1(probabilities, labels, threshold),
    accuracy: accuracy(probabilities, labels, ACCURACY_THRESHOLD),
  };
}
