import { countItems, type ItemSequences, type ModelChoice, type RecConfig } from '@lf/recommenders';
import type { RecProgress } from './define-trainer.ts';
import { evaluateRecommender, type RecEvaluation } from './evaluate/evaluate-recommender.ts';
import type { NextItemCases } from './sessions/next-item-cases.ts';
import { trainRecommender } from './train-recommender.ts';

export interface ScoreNextItemCasesOptions {
  readonly choice: ModelChoice;
  /** In order of their start; every item of it can be recommended, however rare. */
  readonly train: ItemSequences;
  readonly itemCount: number;
  /** Items as in `train`; an unknown target is -1. */
  readonly cases: NextItemCases;
  readonly config: RecConfig;
  readonly seed?: number;
  readonly onProgress?: (progress: RecProgress) => void;
  /** Milliseconds since any fixed moment; `performance.now` when left out. */
  readonly now?: () => number;
}

/** A model's quality and cost on ready-made cases. Metrics are null without cases. */
export interface NextItemScores {
  readonly model: ModelChoice;
  readonly cases: number;
  readonly hr20: number | null;
  readonly mrr20: number | null;
  readonly ndcg20: number | null;
  /** Of the lists of 20. */
  readonly coverage: number | null;
  readonly trainSeconds: number;
  readonly evaluateSeconds: number;
  /** All of it, with intervals and breakdowns. */
  readonly evaluation: RecEvaluation;
}

const CUTOFF = 20;

/**
 * Trains a model on all of the sessions and ranks every case with it.
 *
 * @throws RecDataError when there is nothing to train on
 */
export async function scoreNextItemCases(
  options: ScoreNextItemCasesOptions,
): Promise<NextItemScores> {
  const { choice, train, itemCount, cases, config, seed, onProgress } = options;
  const now = options.now ?? (() => performance.now());
  const startedMs = now();
  const recommender = await trainRecommender({
    choice,
    train,
    itemCount,
    config,
    ...(seed === undefined ? {} : { seed }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const trainedMs = now();
  try {
    const evaluation = evaluateRecommender({
      recommender,
      cases,
      itemCounts: countItems(train, itemCount),
      cutoffs: [CUTOFF],
    });
    const evaluatedMs = now();
    const [at20] = evaluation.cutoffs;
    return {
      model: choice,
      cases: evaluation.cases,
      hr20: at20?.hr?.value ?? null,
      mrr20: at20?.mrr?.value ?? null,
      ndcg20: at20?.ndcg?.value ?? null,
      coverage: at20?.coverage ?? null,
      trainSeconds: (trainedMs - startedMs) / 1000,
      evaluateSeconds: (evaluatedMs - trainedMs) / 1000,
      evaluation,
    };
  } finally {
    recommender.dispose();
  }
}
