import { rowCount, selectContext, type FeatureSource, type SessionContext } from '@lf/contract';
import { splitByGroup, type LabelledSequences } from '@lf/dataset';
import {
  compareWithBaselines,
  type IntentComparison,
} from '../baselines/compare-with-baselines.ts';
import { evaluateProbabilities } from '../evaluate/evaluate-probabilities.ts';
import { TEST_RATIO } from '../prefixes/score-prefixes.ts';
import { predictIntentTrees } from './predict-intent-trees.ts';
import type { TreeOptions } from './tree-options.ts';
import { trainTrees, type TreesProgress } from './train-trees.ts';

export interface ScoreTimedPrefixesOptions {
  /** As @lf/dataset's `readPrefixes` gives them: `groups` holds the visitor of each row. */
  readonly prefixes: LabelledSequences;
  /** Of the same rows, as `readPrefixTimes` gives it. */
  readonly context: SessionContext;
  /** Of the split and of the training. */
  readonly seed: number;
  readonly options?: Partial<TreeOptions>;
  readonly onProgress?: (progress: TreesProgress) => void;
}

/** How the trees and the baselines rank the prefixes of unseen visitors. */
export interface TimedPrefixScores extends IntentComparison {
  readonly seed: number;
  readonly rows: { readonly train: number; readonly test: number };
  /** What the rows told. */
  readonly sources: readonly FeatureSource[];
  /** [part] trees of each. */
  readonly trees: readonly number[];
}

/**
 * Trains trees on the rows of 80 % of the visitors and judges on the other 20 %, beside the baselines. The visitors of the
 * test are those of `scorePrefixes` with the same seed, so that the LSTM's figures stand beside these.
 *
 * @throws IntentDataError when the visitors are too few to deal, or have one label only
 */
export function scoreTimedPrefixes(scored: ScoreTimedPrefixesOptions): TimedPrefixScores {
  const { prefixes, context, seed, options, onProgress } = scored;
  const { train, test, trainRows, testRows } = splitByGroup(prefixes, {
    fraction: TEST_RATIO,
    seed,
  });
  const { model, progress, threshold } = trainTrees({
    train,
    context: selectContext(context, trainRows),
    seed,
    ...(options === undefined ? {} : { options }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const probabilities = predictIntentTrees(model, test, selectContext(context, testRows));
  const { labels, cuts } = test;
  const evaluation = evaluateProbabilities({ probabilities, labels, cuts, threshold });
  return {
    ...compareWithBaselines({ name: 'trees', evaluation, probabilities }, train, test),
    seed,
    rows: { train: rowCount(train), test: rowCount(test) },
    sources: model.sources,
    trees: progress.map(({ trees }) => trees),
  };
}
