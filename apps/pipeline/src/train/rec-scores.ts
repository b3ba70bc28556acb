import type { Verdict } from '@lf/contract';
import {
  VERDICT_CUTOFF,
  type ModelChoice,
  type RankMetrics,
  type RecEvaluation,
} from '@lf/train-rec';

/** At which place the lists are cut off in every table and choice. */
export const CUTOFF = VERDICT_CUTOFF;

/** An evaluation that JSON can hold: the last group of lengths has no end, and no case is told alone. */
export interface StoredEvaluation extends Omit<RecEvaluation, 'bySessionLength' | 'ranks'> {
  readonly bySessionLength: readonly (RankMetrics & {
    readonly from: number;
    readonly to: number | null;
  })[];
}

/** A model and how it did. */
export interface ScoredModel {
  readonly name: string;
  readonly evaluation: StoredEvaluation;
}

/** A model of the sweep and how it did on the validation sessions, which choose. */
export interface ScoredCandidate {
  readonly name: string;
  readonly choice: ModelChoice;
  readonly hr: number;
  readonly mrr: number;
  readonly ndcg: number;
  readonly coverage: number;
}

/** How the chosen model did on the test sessions, beside the baselines. */
export interface RecScores extends Verdict {
  /** The chosen model first, then the baselines. */
  readonly models: readonly ScoredModel[];
  /** In the order of the list; one alone where it was named. */
  readonly candidates: readonly ScoredCandidate[];
  /** Which of them is served, and why; null where one was named. */
  readonly choice: string | null;
  readonly itemCount: number;
  readonly trainSessions: number;
  readonly validationSessions: number;
  readonly testSessions: number;
}

/** @returns the evaluation without its cases, with an open end where JSON has no infinity */
export function toStored({
  bySessionLength,
  ranks: _ranks,
  ...rest
}: RecEvaluation): StoredEvaluation {
  return {
    ...rest,
    bySessionLength: bySessionLength.map(({ to, ...group }) => ({
      ...group,
      to: Number.isFinite(to) ? to : null,
    })),
  };
}

/** The metrics at the cut-off that tables show; 0 where there are no cases. */
export function metricsAt({ cutoffs }: Pick<RecEvaluation, 'cutoffs'>): {
  readonly hr: number;
  readonly mrr: number;
  readonly ndcg: number;
  readonly coverage: number;
} {
  const at = cutoffs.find(({ k }) => k === CUTOFF);
  return {
    hr: at?.hr?.value ?? 0,
    mrr: at?.mrr?.value ?? 0,
    ndcg: at?.ndcg?.value ?? 0,
    coverage: at?.coverage ?? 0,
  };
}
