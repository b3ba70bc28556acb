export type { ConfigIssue } from '@lf/config';

// What these functions take and give is at home in @lf/recommenders, which serves without any of the training.
export {
  countItems,
  filterSessions,
  MODEL_CHOICES,
  modelOf,
  parseModelChoice,
  RecConfigError,
  RecommenderError,
  RecommenderFormatError,
  RecOptionError,
  restoreRecommender,
  sessionCount,
  sessionItems,
  toItemSequences,
  UNKNOWN_ITEM,
  UnknownModelChoiceError,
  type ConfigProperties,
  type ConfigProperty,
  type ItemSequences,
  type ModelChoice,
  type ModelFiles,
  type RecConfig,
  type RecModel,
  type RecommendOptions,
  type Recommender,
  type TopItems,
} from '@lf/recommenders';
export { SHARED_PROPERTIES } from '@lf/recommenders/training';

export type { RecCheckpoints, RecProgress } from './define-trainer.ts';
export { eventCases } from './sessions/event-cases.ts';
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
export { blazingTextHyperparameters } from './knn/blazing-text/hyperparameters.ts';
export { blazingTextLines } from './knn/blazing-text/training-lines.ts';
export { readWordVectors } from './knn/blazing-text/read-word-vectors.ts';
export type { ItemVectors, LearnVectors } from './knn/item-vectors.ts';
export { exportRec } from './export/export-rec.ts';
export { listLength } from './export/best-items.ts';

export {
  evaluateRecommender,
  type EvaluateRecommenderOptions,
  type RecEvaluation,
} from './evaluate/evaluate-recommender.ts';
export {
  compareWithBaselines,
  VERDICT_CUTOFF,
  type CompareWithBaselinesOptions,
  type JudgedModel,
} from './evaluate/verdict.ts';
export {
  compareRankings,
  type CompareRankingsOptions,
  type RankingDifference,
} from './evaluate/compare-rankings.ts';
export type { PopularityBand } from './evaluate/popularity-bands.ts';
export { rankMetrics, UNRANKED, type RankMetrics } from './evaluate/rank-metrics.ts';
export type { ListMetrics } from './evaluate/recommended-items.ts';
export {
  scoreNextItemCases,
  type NextItemScores,
  type ScoreNextItemCasesOptions,
} from './score-next-item-cases.ts';

export { RecDataError, TrainingDivergedError, TrainRecError, WordVectorsError } from './errors.ts';
