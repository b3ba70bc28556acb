export type { ConfigIssue } from '@lf/config';

export type { ConfigProperties, ConfigProperty } from './config/rec-properties.ts';
export type { RecConfig } from './config/shared-properties.ts';
export { MODEL_CHOICES, modelOf, parseModelChoice, type ModelChoice } from './models.ts';
export type { RecModel } from './define-model.ts';
export type { Column, Columns, ModelFiles, ModelState } from './files/model-files.ts';

export type { ItemSequences, RecommendOptions, Recommender, TopItems } from './recommender.ts';
export {
  countItems,
  filterSessions,
  sessionCount,
  sessionItems,
  toItemSequences,
  UNKNOWN_ITEM,
} from './sessions/item-sequences.ts';

export { createRecommender, restoreRecommender } from './restore-recommender.ts';

export {
  RecConfigError,
  RecommenderError,
  RecommenderFormatError,
  RecommenderOutputError,
  RecOptionError,
  UnknownModelChoiceError,
} from './errors.ts';
