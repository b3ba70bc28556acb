import type { Estimate } from './estimate.ts';
import type { RecEvaluation } from './evaluate-recommender.ts';

/** Place of the list at which models are compared. */
export const VERDICT_CUTOFF = 20;

/** A model's name and how it did. */
export interface JudgedModel {
  readonly name: string;
  readonly evaluation: Pick<RecEvaluation, 'cutoffs'>;
}

/** How a model compares with its baselines, in a word and in a sentence. */
export interface Verdict {
  readonly standing: 'better' | 'even' | 'worse';
  readonly verdict: string;
}

/**
 * Compares a model with its baselines by NDCG@20: it is better or worse only where the 95 % intervals do not
 * meet.
 */
export function compareWithBaselines(
  model: JudgedModel,
  baselines: readonly JudgedModel[],
): Verdict {
  const own = ndcgOf(model);
  const [best] = [...baselines].sort((a, b) => ndcgOf(b).value - ndcgOf(a).value);
  if (best === undefined) {
    return { standing: 'even', verdict: `${model.name} has ${shown(own)}; there is no baseline.` };
  }
  const other = ndcgOf(best);
  const both = `${shown(own)}, ${best.name} ${shown(other)}`;
  if (own.low > other.high) {
    return {
      standing: 'better',
      verdict: `${model.name} is better than every baseline: ${both}.`,
    };
  }
  if (own.high < other.low) {
    return {
      standing: 'worse',
      verdict: `${model.name} is worse than the baseline ${best.name}: ${both}. Serve that one (MODEL_CHOICE=${best.name}), or train another.`,
    };
  }
  return {
    standing: 'even',
    verdict: `${model.name} and its best baseline are within each other's margin: ${both}.`,
  };
}

const NONE: Estimate = { value: 0, low: 0, high: 1 };

function ndcgOf({ evaluation }: JudgedModel): Estimate {
  return evaluation.cutoffs.find(({ k }) => k === VERDICT_CUTOFF)?.ndcg ?? NONE;
}

function shown({ value, low, high }: Estimate): string {
  return `NDCG@${VERDICT_CUTOFF} ${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
