import { scorePosterior, type LabelledSequences } from '@lf/dataset';
import { evaluateProbabilities, type IntentEvaluation } from '@lf/train-intent';

/**
 * What no model can beat on rows of a synthetic shop: the exact purchase probabilities, judged as
 * every model is.
 *
 * @param threshold for F1, the model's
 */
export function bestAchievable(rows: LabelledSequences, threshold: number): IntentEvaluation {
  return evaluateProbabilities({
    probabilities: Float32Array.from(scorePosterior(rows)),
    labels: rows.labels,
    cuts: rows.cuts,
    threshold,
  });
}
