/** A line through points. Of a curve over thresholds, the thresholds and the counts at each come along. */
export interface Curve {
  /** `roc`, `pr`, `calibration`, or a name of your own. */
  readonly kind: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly confusion?: readonly Confusion[];
}

/** What a classifier does at a threshold: it says yes from there up. */
export interface Confusion {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Labels (0 or 1) and the scores (0 to 1) that a classifier gave them, of equal length. */
export interface Judged {
  readonly labels: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

/** 0, 0.005, ..., 1: what TensorBoard's own writer takes. */
const DEFAULT_THRESHOLDS = 201;

/** True against false positive rate, from (0, 0) to (1, 1); without a label of one kind its rate is 0. */
export function rocCurve(judged: Judged, thresholds: number = DEFAULT_THRESHOLDS): Curve {
  const confusion = confusionAtThresholds(judged, thresholds);
  // Scores of exactly 1 are a yes at every threshold, so the corner (0, 0) is no threshold's point.
  const falling = [...confusion].reverse();
  return {
    kind: 'roc',
    xLabel: 'false positive rate',
    yLabel: 'true positive rate',
    x: [0, ...falling.map((at) => ratio(at.falsePositives, at.falsePositives + at.trueNegatives))],
    y: [0, ...falling.map((at) => ratio(at.truePositives, at.truePositives + at.falseNegatives))],
    confusion,
  };
}

/** Precision against recall, by rising threshold; where nothing is said to be positive, the precision is 1. */
export function precisionRecallCurve(
  judged: Judged,
  thresholds: number = DEFAULT_THRESHOLDS,
): Curve {
  const confusion = confusionAtThresholds(judged, thresholds);
  return {
    kind: 'pr',
    xLabel: 'recall',
    yLabel: 'precision',
    x: confusion.map(recallOf),
    y: confusion.map(precisionOf),
    confusion,
  };
}

/** Observed share of ones against mean score, in bins of equal width; bins without a score are left out. */
export function calibrationCurve({ labels, scores }: Judged, bins = 10): Curve {
  requireEqualLength({ labels, scores });
  const sums = Array.from({ length: bins }, () => ({ count: 0, scores: 0, ones: 0 }));
  for (let place = 0; place < scores.length; place += 1) {
    const score = scores[place] ?? Number.NaN;
    const sum = sums[Math.min(bins - 1, Math.floor(score * bins))];
    if (sum === undefined) continue;
    sum.count += 1;
    sum.scores += score;
    sum.ones += labels[place] === 1 ? 1 : 0;
  }
  const filled = sums.filter(({ count }) => count > 0);
  return {
    kind: 'calibration',
    xLabel: 'mean score',
    yLabel: 'observed share',
    x: filled.map((sum) => sum.scores / sum.count),
    y: filled.map((sum) => sum.ones / sum.count),
  };
}

export function recallOf({ truePositives, falseNegatives }: Confusion): number {
  return ratio(truePositives, truePositives + falseNegatives);
}

export function precisionOf({ truePositives, falsePositives }: Confusion): number {
  return truePositives + falsePositives === 0
    ? 1
    : ratio(truePositives, truePositives + falsePositives);
}

/** Thresholds k / (n - 1) for k from 0 to n - 1. */
function confusionAtThresholds(judged: Judged, thresholds: number): Confusion[] {
  const { labels, scores } = judged;
  requireEqualLength(judged);
  // How many of each label have their highest threshold at k.
  const positives = new Float64Array(thresholds);
  const negatives = new Float64Array(thresholds);
  for (let place = 0; place < scores.length; place += 1) {
    const counts = labels[place] === 1 ? positives : negatives;
    const at = highestThreshold(scores[place] ?? Number.NaN, thresholds);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  const allPositives = positives.reduce((sum, count) => sum + count, 0);
  const allNegatives = negatives.reduce((sum, count) => sum + count, 0);
  const confusion: Confusion[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  for (let k = thresholds - 1; k >= 0; k -= 1) {
    truePositives += positives[k] ?? 0;
    falsePositives += negatives[k] ?? 0;
    confusion.unshift({
      threshold: k / (thresholds - 1),
      truePositives,
      falsePositives,
      trueNegatives: allNegatives - falsePositives,
      falseNegatives: allPositives - truePositives,
    });
  }
  return confusion;
}

/** The largest k with k / (n - 1) <= score, exact also where the product rounds; -1 for NaN. */
function highestThreshold(score: number, thresholds: number): number {
  if (Number.isNaN(score)) return -1;
  const last = thresholds - 1;
  let k = Math.max(0, Math.min(last, Math.floor(score * last)));
  if (k < last && (k + 1) / last <= score) k += 1;
  if (k > 0 && k / last > score) k -= 1;
  return k;
}

function requireEqualLength({ labels, scores }: Judged): void {
  if (labels.length !== scores.length) {
    throw new TypeError(
      `drawing a curve: expected a score for each label, got ${labels.length} labels and ${scores.length} scores`,
    );
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
