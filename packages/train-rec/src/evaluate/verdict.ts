import { clusteredInterval, judgeModel, type Gain, type Verdict } from '@lf/contract';
import { estimateMean } from './estimate.ts';
import type { RecEvaluation } from './evaluate-recommender.ts';
import { gainsAt, ndcgGain } from './rank-metrics.ts';

/** Place of the list at which models are compared. */
export const VERDICT_CUTOFF = 20;

/** A gain in NDCG@20 below this changes few of the products that a shopper is shown. */
const WORTHWHILE_GAIN = 0.01;

/** A model's name and where it ranked the targets. */
export interface JudgedModel {
  readonly name: string;
  readonly evaluation: Pick<RecEvaluation, 'ranks'>;
}

export interface CompareWithBaselinesOptions {
  readonly model: JudgedModel;
  readonly baselines: readonly JudgedModel[];
  /** `[case]` equal for cases of one session; every case its own when left out. */
  readonly groups?: Uint32Array;
}

/**
 * Compares a model with its baselines by NDCG@20, case by case: it is better or worse only where the 95 % interval of
 * the difference leaves out 0.
 */
export function compareWithBaselines({
  model,
  baselines,
  groups,
}: CompareWithBaselinesOptions): Verdict {
  const own = ndcgOfCases(model);
  const gains = baselines.flatMap((baseline): readonly Gain[] => {
    const other = ndcgOfCases(baseline);
    const differences = own.map((value, row) => value - (other[row] ?? 0));
    const mean = differences.reduce((sum, each) => sum + each, 0) / Math.max(1, own.length);
    const influences = differences.map((each) => each - mean);
    const gain = clusteredInterval(mean, influences, groups);
    return gain === null ? [] : [{ ...gain, baseline: baseline.name }];
  });
  const sessions = groups === undefined ? own.length : new Set(groups).size;
  return judgeModel({
    model: model.name,
    metric: `NDCG@${VERDICT_CUTOFF}`,
    own: estimateMean(own, groups),
    gains,
    sessions,
    kinds: [{ kind: '', count: sessions }],
    worthwhileGain: WORTHWHILE_GAIN,
  });
}

/** `[case]`. */
function ndcgOfCases({ evaluation }: JudgedModel): Float64Array {
  return gainsAt(evaluation.ranks, VERDICT_CUTOFF, ndcgGain);
}
