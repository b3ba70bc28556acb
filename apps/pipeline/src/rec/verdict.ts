import type { Estimate } from '@lf/train-rec';
import { CUTOFF, type RecScores, type ScoredModel } from './rec-scores.ts';

/**
 * Says how a model stands beside its baselines, by NDCG at the cut-off: better or worse only where the
 * 95 % intervals do not meet.
 */
export function judge(
  model: ScoredModel,
  baselines: readonly ScoredModel[],
): Pick<RecScores, 'standing' | 'verdict'> {
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

function ndcgOf({ evaluation }: ScoredModel): Estimate {
  return evaluation.cutoffs.find(({ k }) => k === CUTOFF)?.ndcg ?? NONE;
}

function shown({ value, low, high }: Estimate): string {
  return `NDCG@${CUTOFF} ${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
