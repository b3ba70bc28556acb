import type { JsonArtifact, StepContext } from '@lf/flow';
import type { IntentFlowConfig } from '../params/intent-config.ts';
import type { IntentParams } from '../params/intent-params.ts';

/** The configuration as an artifact. */
export interface RecordedConfig {
  readonly config: JsonArtifact<IntentFlowConfig>;
}

/** Records the model configuration, which was parsed and checked before the run began. */
export async function getModelConfig({
  params,
  log,
  putJson,
}: StepContext<IntentParams, unknown, undefined>): Promise<RecordedConfig> {
  const { config } = params;
  log(
    Object.entries(config)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(' '),
  );
  return { config: await putJson(config) };
}
