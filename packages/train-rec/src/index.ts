export type { ConfigIssue } from '@lf/config';

export type { ConfigProperties, ConfigProperty } from './config/rec-properties.ts';
export { SHARED_PROPERTIES, type RecConfig } from './config/shared-properties.ts';

export { MODEL_CHOICES, modelOf, parseModelChoice, type ModelChoice } from './models.ts';
export type { FitInput, RecModel, RecProgress } from './define-model.ts';
export type { ModelFiles } from './files/model-files.ts';

export type { ItemSequences, RecommendOptions, Recommender, TopItems } from './recommender.ts';
export {
  countItems,
  filterSessions,
  sessionCount,
  sessionItems,
  toItemSequences,
  UNKNOWN_ITEM,
} from './sessions/item-sequences.ts';
export {
  nextItemCases,
  type NextItemCases,
  type NextItemCasesOptions,
} from './sessions/next-item-cases.ts';
export {
  renumberItems,
  trainingVocabulary,
  type TrainingVocabulary,
} from './sessions/training-vocabulary.ts';

export {
  parseRecConfig,
  trainRecommender,
  type TrainRecommenderOptions,
} from './train-recommender.ts';
export { restoreRecommender } from './restore-recommender.ts';
export { exportRec } from './export/export-rec.ts';
export { listLength } from './export/best-items.ts';

export {
  evaluateRecommender,
  type EvaluateRecommenderOptions,
  type RecEvaluation,
} from './evaluate/evaluate-recommender.ts';
export type { Estimate } from './evaluate/estimate.ts';
export type { PopularityBand } from './evaluate/popularity-bands.ts';
export type { RankMetrics } from './evaluate/rank-metrics.ts';
export type { ListMetrics } from './evaluate/recommended-items.ts';
export {
  scoreNextItemCases,
  type NextItemScores,
  type ScoreNextItemCasesOptions,
} from './score-next-item-cases.ts';

export {
  RecConfigError,
  RecDataError,
  RecommenderFormatError,
  RecOptionError,
  TrainingDivergedError,
  TrainRecError,
  UnknownModelChoiceError,
} from './errors.ts';
