import type { ArtifactRef, StepContext } from '@lf/flow';
import type { FlowResult } from './finished-run.ts';
import type { Deployment } from '../deploy/deploy-bundle.ts';
import type { IntentParams } from '../params/intent-params.ts';
import type { IntentScores } from '../train/intent-scores.ts';
import type { TrainedModel } from '../train/train-intent.ts';

interface Inputs {
  readonly train_model: TrainedModel;
  readonly deploy: Deployment<number>;
}

/** What a run of the intent flow ends with. */
export interface IntentResult extends FlowResult<IntentScores, number> {
  readonly weights: ArtifactRef;
  readonly bundle: ArtifactRef;
}

/** Gathers what the run leaves behind. */
export async function end({
  inputs,
}: StepContext<IntentParams, Inputs, undefined>): Promise<IntentResult> {
  const { scores, weights } = inputs.train_model;
  const { bundle, modelKey, served } = inputs.deploy;
  return { scores, weights, bundle, modelKey, served };
}
