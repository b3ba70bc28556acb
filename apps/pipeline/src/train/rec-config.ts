import type { StepContext } from '@lf/flow';
import type { RecCandidate, RecParams } from '../params/rec-params.ts';

/** The models to train. */
export interface RecordedCandidates {
  readonly candidates: readonly RecCandidate[];
}

/** Records the configurations, which were parsed and checked before the run began. */
export async function getModelConfig({
  params,
  log,
}: StepContext<RecParams, unknown, undefined>): Promise<RecordedCandidates> {
  for (const { name, config } of params.candidates) {
    const values = Object.entries(config).map(([key, value]) => `${key}=${value}`);
    log(`${name}: ${values.join(' ')}`);
  }
  return { candidates: params.candidates };
}
