export type { ConfigIssue } from '@lf/config';

export {
  INTENT_CONFIG_PROPERTIES,
  INTENT_CONFIG_SCHEMA,
  type IntentConfig,
} from './config/intent-config.ts';
export { parseIntentConfig } from './config/parse-intent-config.ts';

export { trainIntent, type IntentTraining, type TrainIntentOptions } from './train-intent.ts';
export type { EarlyStoppingState } from './fit/early-stopping.ts';
export type {
  BatchProgress,
  EpochRecord,
  IntentCheckpoint,
  IntentCheckpoints,
} from './fit/fit-model.ts';
export type { TrainingProgress } from './fit/training-progress.ts';

export { predictIntent, type PredictionConfig } from './predict-intent.ts';

export { evaluateIntent, type EvaluateIntentOptions } from './evaluate-intent.ts';
export {
  evaluateProbabilities,
  type IntentEvaluation,
  type IntentMetrics,
  type ScoredRows,
} from './evaluate/evaluate-probabilities.ts';
export {
  BASELINES,
  compareWithBaselines,
  type ComparedModel,
  type IntentComparison,
  type PredictedModel,
} from './baselines/compare-with-baselines.ts';
export { calibrationError } from './evaluate/calibration-error.ts';
export { rocAucInterval, type JudgedScores } from './evaluate/roc-auc-interval.ts';
export type { Baseline, BaselinePredictor } from './baselines/baseline.ts';
export { formatComparison } from './baselines/format-comparison.ts';

export {
  exportIntent,
  exportIntentOnnx,
  exportIntentSavedModel,
  exportIntentTensorflowJs,
} from './export/export-intent.ts';

export {
  scorePrefixes,
  type PrefixScores,
  type ScorePrefixesOptions,
} from './prefixes/score-prefixes.ts';

export { DEFAULT_TREE_OPTIONS, type TreeOptions } from './boosted/tree-options.ts';
export {
  trainTrees,
  type TrainTreesOptions,
  type TreesProgress,
  type TreesTraining,
} from './boosted/train-trees.ts';
export {
  parseTreesConfig,
  treeOptionsOf,
  TREES_CONFIG_PROPERTIES,
  type TreesConfig,
} from './config/trees-config.ts';
export {
  predictLatest,
  trainIntentTrees,
  type IntentTreesTraining,
  type LabelledContext,
  type TrainIntentTreesOptions,
} from './boosted/train-intent-trees.ts';
export { addBlindRows, type RowsInContext } from './boosted/add-blind-rows.ts';
export { predictIntentTrees } from './boosted/predict-intent-trees.ts';
export {
  scoreTimedPrefixes,
  type ScoreTimedPrefixesOptions,
  type TimedPrefixScores,
} from './boosted/score-timed-prefixes.ts';

export {
  IntentConfigError,
  IntentDataError,
  TrainingDivergedError,
  TrainIntentError,
} from './errors.ts';
