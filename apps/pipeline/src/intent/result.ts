import type { ArtifactRef, JsonArtifact } from '@lf/flow';
import type { IntentComparison, IntentEvaluation } from '@lf/train-intent';

/** How the model did on the test sessions. */
export interface IntentScores {
  readonly comparison: IntentComparison;
  /** The exact posterior on the same rows: what no model can beat. Null unless the shop is synthetic. */
  readonly bestAchievable: IntentEvaluation | null;
  readonly trainRows: number;
  readonly validationRows: number;
  readonly testRows: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly engine: string;
  readonly backend: string;
}

/** Where the model is served. */
export interface ServedModel {
  readonly name: string;
  readonly url: string;
  /** The session that was tried, as `/predict` takes it. */
  readonly session: string;
  readonly prediction: number;
}

/** What a run of the intent flow ends with. */
export interface IntentResult {
  readonly scores: JsonArtifact<IntentScores>;
  readonly weights: ArtifactRef;
  readonly bundle: ArtifactRef;
  /** Key of `model.tar.gz` in the datastore. */
  readonly modelKey: string;
  readonly served: ServedModel;
}
