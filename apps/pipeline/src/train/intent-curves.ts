import type { LabelledSequences } from '@lf/dataset';
import {
  calibrationCurve,
  precisionRecallCurve,
  rocCurve,
  type Curve,
  type RunTracker,
} from '@lf/tracking';
import type { PredictedModel } from '@lf/train-intent';

/** How many rows a threshold calls positive, of each label. */
export interface CountsAtThresholds {
  /** `[threshold]` of 0, 0.005 ... 1: rows with a purchase from there up */
  readonly truePositives: readonly number[];
  /** `[threshold]` rows without one */
  readonly falsePositives: readonly number[];
}

/** What a model does at each threshold on the test rows. */
export interface ModelCurves {
  readonly name: string;
  readonly overall: CountsAtThresholds;
  readonly perCut: readonly (CountsAtThresholds & { readonly cut: number })[];
  /** Mean probability against the share of purchases, in ten bins of equal width. */
  readonly calibration: Pick<Curve, 'x' | 'y'>;
  /** `[tenth]` share of all purchases among the rows up to that tenth, the likeliest first */
  readonly gains: readonly number[];
}

/** The curves of the model and of its baselines, the model first. */
export interface IntentCurves {
  readonly models: readonly ModelCurves[];
}

interface Judged {
  readonly labels: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

/** Counts a model's predictions for the test rows. */
export function curvesOf(
  { name, probabilities: scores }: PredictedModel,
  { labels, cuts }: LabelledSequences,
): ModelCurves {
  const rowsOf = new Map<number, number[]>();
  cuts.forEach((cut, row) => {
    const rows = rowsOf.get(cut) ?? [];
    rows.push(row);
    rowsOf.set(cut, rows);
  });
  const { x, y } = calibrationCurve({ labels, scores });
  return {
    name,
    overall: countAtThresholds({ labels, scores }),
    perCut: [...rowsOf]
      .sort(([a], [b]) => a - b)
      .map(([cut, rows]) => ({
        cut,
        ...countAtThresholds({
          labels: rows.map((row) => labels[row] ?? 0),
          scores: rows.map((row) => scores[row] ?? NaN),
        }),
      })),
    calibration: { x, y },
    gains: gainsOf({ labels, scores }),
  };
}

/** Notes the model's curves for the trackers. */
export function trackCurves(
  tracker: RunTracker,
  { probabilities: scores }: PredictedModel,
  { labels }: LabelledSequences,
): void {
  const judged = { labels, scores };
  tracker.curve('testRoc', rocCurve(judged));
  tracker.curve('testPrecisionRecall', precisionRecallCurve(judged));
  tracker.curve('testCalibration', calibrationCurve(judged));
}

function countAtThresholds(judged: Judged): CountsAtThresholds {
  const { confusion = [] } = precisionRecallCurve(judged);
  return {
    truePositives: confusion.map(({ truePositives }) => truePositives),
    falsePositives: confusion.map(({ falsePositives }) => falsePositives),
  };
}

const TENTHS = 10;

/** Rows of equal probability share what purchases they have, so that their order does not matter. */
function gainsOf({ labels, scores }: Judged): readonly number[] {
  const rows = labels.length;
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  order.sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN));
  /** [place] purchases among the rows before it, ties spread evenly */
  const before = new Float64Array(rows + 1);
  for (let from = 0; from < rows;) {
    let to = from + 1;
    while (to < rows && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    const tied = order.subarray(from, to).reduce((sum, row) => sum + (labels[row] ?? 0), 0);
    for (let place = from; place < to; place++) {
      before[place + 1] = (before[from] ?? 0) + (tied * (place + 1 - from)) / (to - from);
    }
    from = to;
  }
  const all = before[rows] ?? 0;
  return Array.from({ length: TENTHS }, (_, tenth) =>
    all === 0 ? 0 : (before[Math.round(((tenth + 1) * rows) / TENTHS)] ?? 0) / all,
  );
}
