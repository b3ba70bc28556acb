import type { PreparationConfig } from '@lf/dataset';
import { readConfigFile, type ConfigFile } from './config-files.ts';
import { parseIntentFlowConfig, preparationOf, type IntentFlowConfig } from './intent-config.ts';
import { readRunParams } from './read-params.ts';
import type { ModelFlags, RunFlags } from './run-flags.ts';
import type { RunParams } from './run-params.ts';
import type { ModelChange } from './changed-inputs.ts';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';

/** What a run of the intent flow depends on. */
export interface IntentParams extends RunParams {
  /** Parsed and checked before the run starts, so that a wrong one costs no time. */
  readonly config: IntentFlowConfig;
  /** What of it the preparation reads. */
  readonly preparation: PreparationConfig;
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
  const { params, ...model } = await readIntentModel(settings, flags);
  const suite = builtInConfig('expectations/intent.json');
  return { ...(await readRunParams(settings, flags, { suite, model })), ...params };
}

/** Of a run's parameters, those that the model configuration decides. */
export async function readIntentModel(
  settings: Settings,
  flags: ModelFlags,
): Promise<ModelChange<Pick<IntentParams, 'config' | 'preparation'>>> {
  const { config, file } = await readConfig(settings, flags);
  const seed = flags.seed ?? settings.LF_SEED;
  const named = flags.config ?? settings.MODEL_CONFIG_PATH;
  return {
    params: { config, preparation: preparationOf(config) },
    seed: config.SEED,
    files: [file],
    modelFlags: {
      ...(named !== undefined && { config: file.path }),
      ...(seed !== undefined && { seed }),
    },
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
  flags: Pick<ModelFlags, 'config' | 'seed'>,
): Promise<IntentFlowConfig> {
  return (await readConfig(settings, flags)).config;
}

async function readConfig(
  settings: Settings,
  flags: Pick<ModelFlags, 'config' | 'seed'>,
): Promise<{ readonly config: IntentFlowConfig; readonly file: ConfigFile }> {
  const path = flags.config ?? settings.MODEL_CONFIG_PATH ?? builtInConfig('intent/default.json');
  const { json, file } = await readConfigFile('config', path);
  const config = parseIntentFlowConfig(json);
  return { config: { ...config, SEED: flags.seed ?? settings.LF_SEED ?? config.SEED }, file };
}
