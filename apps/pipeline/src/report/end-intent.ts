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
export type IntentResult = FlowResult<IntentScores, number> & {
  readonly bundle: ArtifactRef;
} & ({ readonly weights: ArtifactRef } | { readonly trees: ArtifactRef });

/** Gathers what the run leaves behind. */
export async function end({
  inputs,
}: StepContext<IntentParams, Inputs, undefined>): Promise<IntentResult> {
  const { scores, curves: _curves, ...model } = inputs.train_model;
  const { bundle, modelKey, served } = inputs.deploy;
  return { scores, ...model, bundle, modelKey, served };
}
