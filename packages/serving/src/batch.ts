export {
  startScoreThreads,
  type ScoreThreads,
  type ScoreThreadsOptions,
} from './batch/score-threads.ts';
export type { ItemColumns, RankedColumns, RankOptions } from './batch/score-rec.ts';
export { findItem } from './models/rec/find-item.ts';
export { ScoringError } from './errors.ts';
