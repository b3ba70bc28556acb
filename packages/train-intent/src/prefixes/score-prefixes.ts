import type { IntentComparison } from '../baselines/compare-with-baselines.ts';
import type { IntentConfig } from '../config/intent-config.ts';
import { splitByGroup, type LabelledSequences } from '@lf/dataset';
import type { Tracker } from '@lf/tracking';
import { rowCount } from '@lf/contract';
import { evaluateIntent } from '../evaluate-intent.ts';
import { trainIntent, type IntentTraining } from '../train-intent.ts';
import type { TrainingProgress } from '../fit/training-progress.ts';

/** Share of the visitors whose rows only the evaluation sees. */
export const TEST_RATIO = 0.2;

const DEFAULT_VALIDATION_RATIO = 0.15;

export interface ScorePrefixesOptions {
  /** As @lf/dataset's `readPrefixes` gives them: `groups` holds the visitor of each row. */
  readonly prefixes: LabelledSequences;
  readonly config: IntentConfig;
  /** Share of the training visitors that early stopping watches; default .15. */
  readonly validationRatio?: number;
  /** Of the split and of the training; the config's SEED when left out. */
  readonly seed?: number;
  readonly tracker?: Tracker;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** How the model and its baselines rank the prefixes of unseen visitors. */
export interface PrefixScores extends IntentComparison {
  readonly seed: number;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly bestEpoch: number;
  readonly engine: IntentTraining['engine'];
}

/**
 * Trains on the rows of 80 % of the visitors and judges on the other 20 %, beside the baselines.
 * Early stopping watches a share of the training visitors; the baselines learn from all of them.
 *
 * @throws IntentDataError when the visitors are too few to split, or a part has one label only
 */
export async function scorePrefixes(options: ScorePrefixesOptions): Promise<PrefixScores> {
  const { prefixes, config, tracker, onProgress } = options;
  const seed = options.seed ?? config.SEED;
  const { train: kept, test } = splitByGroup(prefixes, { fraction: TEST_RATIO, seed });
  const { train, test: validation } = splitByGroup(kept, {
    fraction: options.validationRatio ?? DEFAULT_VALIDATION_RATIO,
    seed,
  });
  const training = await trainIntent({
    train,
    validation,
    config,
    seed,
    ...(tracker === undefined ? {} : { tracker }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const comparison = await evaluateIntent({
    weights: training.weights,
    train: kept,
    test,
    config,
    threshold: training.threshold,
  });
  return {
    ...comparison,
    seed,
    rows: { train: rowCount(train), validation: rowCount(validation), test: rowCount(test) },
    bestEpoch: training.bestEpoch,
    engine: training.engine,
  };
}
