import type { SourcePaths, SourceStates } from './source-paths.ts';
import type { ConfigFile } from './config-files.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { ModelFlags } from './run-flags.ts';
import type { ShowcaseParts } from '../settings/showcase-parts.ts';
import type { BlazingTextParams } from './blazing-text-params.ts';
import type { SageMakerParams } from './sagemaker-params.ts';
import type { TransformParams } from './transform-params.ts';

/** What a run of any flow depends on; recorded in its run.json, so a resume uses the same. */
export interface RunParams {
  /** Root URL of the datastore. */
  readonly datastore: string;
  readonly sources: SourcePaths;
  /** The tables are those that the data set has when a run begins: no file is read. */
  readonly isStored?: boolean;
  /** Folder of the data set under `datasets/`. */
  readonly dataset: string;
  readonly syntheticEvents: number;
  readonly seed: number;
  readonly duplicateRows: 'error' | 'drop' | 'keep';
  /** SKUs that seem to mean 'no product': told, left out by the rec flow, or taken for products. */
  readonly placeholderSkus: 'warn' | 'drop' | 'keep';
  readonly maxSessionEvents: number;
  readonly longSessions: 'error' | 'drop';
  readonly memoryLimitMb: number;
  readonly transform: TransformParams;
  /** Expectation suite as JSON text. */
  readonly suite: string;
  /** Null: the deploy step chooses. */
  readonly endpointPort: number | null;
  /** How much of its metric a new model may lose against the one that serves, 0 to 1. */
  readonly maxMetricDrop: number;
  /** Deploys a worse model too. */
  readonly force: boolean;
  /** Above 0: the new model gets this share of the requests beside the one that serves, instead of its place. */
  readonly challengerShare: number;
  /** What the bundle shows to people who try its model. */
  readonly showcase: ShowcaseParts;
  /** Address of a product's page with `{sku}` in it; undefined: only what the catalogue says. */
  readonly productUrl?: string;
  /** How models are served in SageMaker; null: on this machine. */
  readonly sageMaker: SageMakerParams | null;
  /** How the vectors of KNN are learnt in SageMaker; null: on this machine. */
  readonly blazingText: BlazingTextParams | null;
  /** What follows is read by no step: by it a resume notices what has changed, and keeps what has not. */
  readonly configFiles: readonly ConfigFile[];
  readonly keptSettings: KeptSettings;
  readonly sourceStates: SourceStates;
  /** What was chosen to be trained, by flags or by settings. */
  readonly modelFlags: ModelFlags;
  /** Folder that --data named; null: the settings name the files. */
  readonly dataFolder: string | null;
}
