import type { IntentConfig } from '@lf/train-intent';
import type { SourcePaths } from '../sources.ts';

/** What a run of the intent flow depends on; recorded in its run.json, so a resume uses the same. */
export interface IntentParams {
  /** Root URL of the datastore. */
  readonly datastore: string;
  readonly sources: SourcePaths;
  /** Folder of the data set under `datasets/`. */
  readonly dataset: string;
  readonly syntheticEvents: number;
  readonly seed: number;
  readonly duplicateRows: 'error' | 'drop' | 'keep';
  readonly maxSessionEvents: number;
  readonly longSessions: 'error' | 'drop';
  readonly memoryLimitMb: number;
  /** Parsed and checked before the run starts, so that a wrong one costs no time. */
  readonly config: IntentConfig;
  /** Expectation suite as JSON text. */
  readonly suite: string;
  /** Null: the deploy step chooses. */
  readonly endpointPort: number | null;
}
