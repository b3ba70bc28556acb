import type { StepContext } from '@lf/flow';
import type { IntentParams } from '../params.ts';
import type { IntentResult } from '../result.ts';
import type { Deployment } from './deploy.ts';
import type { TrainedModel } from './train-model.ts';

interface Inputs {
  readonly train_model: TrainedModel;
  readonly deploy: Deployment;
}

/** Gathers what the run leaves behind. */
export async function end({
  inputs,
}: StepContext<IntentParams, Inputs, undefined>): Promise<IntentResult> {
  const { scores, weights } = inputs.train_model;
  const { bundle, modelKey, served } = inputs.deploy;
  return { scores, weights, bundle, modelKey, served };
}
