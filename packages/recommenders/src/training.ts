// What a trainer of these models builds on; who only serves them needs the main entry alone.
export { ITEM_KNN, MARKOV } from './baselines/last-item.ts';
export { POPULARITY } from './baselines/popularity.ts';
export { SESSION_POPULARITY } from './baselines/session-popularity.ts';
export type { ItemLists } from './baselines/item-lists.ts';
export {
  BLEND,
  type BlendConfig,
  blendEncoder,
  blendLinear,
  blendReader,
  learntEvidence,
  linearColumns,
} from './blend/blend.ts';
export { blendFeatures } from './blend/blend-features.ts';
export type { ReadCandidates } from './blend/candidate-reader.ts';
export { choiceProbabilities } from './blend/choice-probabilities.ts';
export { SHARED_PROPERTIES } from './config/shared-properties.ts';
export { ENCODER } from './encoder/encoder.ts';
export { createEncoderRanking } from './encoder/encoder-ranking.ts';
export { encoderSize } from './encoder/encoder-size.ts';
export type { EncoderConfig } from './encoder/encoder-properties.ts';
export { LINEAR } from './linear/linear.ts';
export type { LinearConfig } from './linear/linear-properties.ts';
export { linearScorer, placeDecays } from './linear/linear-scorer.ts';
export { readModelFiles, writeModelFiles } from './files/model-files.ts';
export { KNN, knnColumns, queryDecay } from './knn/knn.ts';
export type { PROD2VEC_PROPERTIES } from './knn/prod2vec-properties.ts';
export { holderCount, indexSessions, type SessionIndex } from './neighbours/session-index.ts';
export { SKNN } from './neighbours/sknn.ts';
export { STAN } from './neighbours/stan.ts';
export { VSKNN } from './neighbours/vsknn.ts';
export { VSTAN } from './neighbours/vstan.ts';
export { createBatchWriter, type BatchWriter } from './prodb/batch-writer.ts';
export { modelSize } from './prodb/model-size.ts';
export { PRODB, prodbWeights } from './prodb/prodb.ts';
export type { ProdbConfig } from './prodb/prodb-properties.ts';
export { createItemRanking, outputRows } from './prodb/recommend-items.ts';
export { ScoreSheet } from './rank/score-sheet.ts';
export { TopSelection } from './rank/top-selection.ts';
export { knownItems } from './sessions/item-sequences.ts';
