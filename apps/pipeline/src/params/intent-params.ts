import { nearestName } from '@lf/config';
import { SettingsError } from '../errors.ts';
import { readConfigFile, type ConfigFile } from './config-files.ts';
import { INTENT_CHOICES, type IntentChoice } from './intent-choices.ts';
import {
  modelPreparationOf,
  parseIntentFlowConfig,
  parseTreesFlowConfig,
  type IntentFlowConfig,
  type IntentPreparation,
  type LstmFlowConfig,
} from './intent-config.ts';
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
  readonly preparation: IntentPreparation;
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
  const choice = await chosenModel(settings, flags);
  const { config, file } = await readConfig(settings, flags, choice);
  const seed = flags.seed ?? settings.LF_SEED;
  const named = flags.config ?? settings.MODEL_CONFIG_PATH;
  return {
    params: { config, preparation: modelPreparationOf(config) },
    seed: config.SEED,
    files: [file],
    modelFlags: {
      // What an earlier version resumes knows no choice
      ...(choice !== 'LSTM' && { model: choice }),
      ...(named !== undefined && { config: file.path }),
      ...(seed !== undefined && { seed }),
    },
  };
}

/**
 * The model that the flag or MODEL_CHOICE names. Flows share their settings, so the name of a rec model is none of this
 * flow's business there.
 *
 * @throws SettingsError for a name that is no model's
 */
async function chosenModel(
  settings: Settings,
  flags: Pick<ModelFlags, 'model'>,
): Promise<IntentChoice> {
  const value = flags.model ?? settings.MODEL_CHOICE ?? INTENT_CHOICES[0];
  const choice = INTENT_CHOICES.find((known) => known === value);
  if (choice !== undefined) return choice;
  const { isRecModel } = await import('./read-candidates.ts');
  const isOfRec = isRecModel(value);
  if (flags.model === undefined && isOfRec) return INTENT_CHOICES[0];
  const near = nearestName(value, INTENT_CHOICES);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const setting = flags.model === undefined ? 'MODEL_CHOICE' : '--model';
  const expected = `one of ${INTENT_CHOICES.join(', ')}${isOfRec ? ', as the flow is intent' : ''}${hint}`;
  throw new SettingsError([{ setting, value, expected }]);
}

/**
 * The configuration of the LSTM: the flag's file, else that of MODEL_CONFIG_PATH, else the built-in one.
 * A seed of the flags or of LF_SEED stands over the one in the file.
 *
 * @throws PipelineError for a file that cannot be read, IntentConfigError for wrong keys and values
 */
export async function readIntentConfig(
  settings: Settings,
  flags: Pick<ModelFlags, 'config' | 'seed'>,
): Promise<LstmFlowConfig> {
  return (await readLstmConfig(settings, flags)).config;
}

interface ReadConfig<Config> {
  readonly config: Config;
  readonly file: ConfigFile;
}

async function readConfig(
  settings: Settings,
  flags: Pick<ModelFlags, 'config' | 'seed'>,
  choice: IntentChoice,
): Promise<ReadConfig<IntentFlowConfig>> {
  if (choice === 'LSTM') return readLstmConfig(settings, flags);
  return readFile(settings, flags, {
    choice,
    name: 'intent/TREES.json',
    parse: parseTreesFlowConfig,
  });
}

function readLstmConfig(
  settings: Settings,
  flags: Pick<ModelFlags, 'config' | 'seed'>,
): Promise<ReadConfig<LstmFlowConfig>> {
  const of = { choice: 'LSTM', name: 'intent/default.json', parse: parseIntentFlowConfig } as const;
  return readFile(settings, flags, of);
}

async function readFile<Config extends { readonly SEED: number }>(
  settings: Settings,
  flags: Pick<ModelFlags, 'config' | 'seed'>,
  of: {
    readonly choice: IntentChoice;
    /** Of the built-in configuration. */
    readonly name: string;
    readonly parse: (json: unknown) => Config;
  },
): Promise<ReadConfig<Config>> {
  const named = flags.config ?? settings.MODEL_CONFIG_PATH;
  const path = named?.replaceAll('{}', of.choice) ?? builtInConfig(of.name);
  const { json, file } = await readConfigFile('config', path);
  const config = of.parse(json);
  return { config: { ...config, SEED: flags.seed ?? settings.LF_SEED ?? config.SEED }, file };
}
