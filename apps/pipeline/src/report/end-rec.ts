import type { ArtifactRef, StepContext } from '@lf/flow';
import type { FlowResult } from './finished-run.ts';
import type { Deployment } from '../deploy/deploy-bundle.ts';
import type { ChosenModel } from '../evaluate/evaluate-model.ts';
import type { RecParams } from '../params/rec-params.ts';
import type { RecScores } from '../train/rec-scores.ts';

interface Inputs {
  readonly evaluate_model: ChosenModel;
  readonly deploy: Deployment<readonly string[]>;
}

/** What a run of the rec flow ends with. */
export interface RecResult extends FlowResult<RecScores, readonly string[]> {
  readonly bundle: ArtifactRef;
}

/** Gathers what the run leaves behind. */
export async function end({
  inputs,
}: StepContext<RecParams, Inputs, undefined>): Promise<RecResult> {
  const { bundle, modelKey, served } = inputs.deploy;
  return { scores: inputs.evaluate_model.scores, bundle, modelKey, served };
}
