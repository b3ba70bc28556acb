import { parseIntentConfig, type IntentConfig } from '@lf/train-intent';
import { readRunParams } from '../flows/read-params.ts';
import type { RunFlags } from '../flows/run-flags.ts';
import type { RunParams } from '../flows/run-params.ts';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';
import { readJson } from '../settings/read-json.ts';

/** What a run of the intent flow depends on. */
export interface IntentParams extends RunParams {
  /** Parsed and checked before the run starts, so that a wrong one costs no time. */
  readonly config: IntentConfig;
}

/**
 * The parameters of a run, every file that they name read and checked.
 *
 * @throws PipelineError for a file that cannot be read, IntentConfigError for a configuration with wrong values
 */
export async function readIntentParams(
  settings: Settings,
  flags: RunFlags = {},
): Promise<IntentParams> {
  const config = await readIntentConfig(settings, flags);
  return {
    ...(await readRunParams(settings, flags, { flow: 'intent', seed: config.SEED })),
    config,
  };
}

/**
 * The model configuration: the flag's file, else that of MODEL_CONFIG_PATH, else the built-in one.
 * A seed of the flags or of LF_SEED stands over the one in the file.
 *
 * @throws PipelineError for a file that cannot be read, IntentConfigError for wrong keys and values
 */
export async function readIntentConfig(
  settings: Settings,
  flags: Pick<RunFlags, 'config' | 'seed'>,
): Promise<IntentConfig> {
  const path = flags.config ?? settings.MODEL_CONFIG_PATH ?? builtInConfig('intent/default.json');
  const config = parseIntentConfig(await readJson(path, 'the model configuration'));
  return { ...config, SEED: flags.seed ?? settings.LF_SEED ?? config.SEED };
}
