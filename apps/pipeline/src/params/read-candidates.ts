import { nearestName } from '@lf/config';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  blazingTextHyperparameters,
  MODEL_CHOICES,
  parseModelChoice,
  parseRecConfig,
  RecConfigError,
  type ModelChoice,
  type RecConfig,
} from '@lf/train-rec';
import { SettingsError } from '../errors.ts';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';
import { readConfigFile, type ConfigFile } from './config-files.ts';
import { INTENT_CHOICES } from './intent-choices.ts';
import type { ModelFlags } from './run-flags.ts';
import { parseSweep, type SweptModel } from './parse-sweep.ts';
import type { RecCandidate } from './rec-params.ts';

/** The models that a run chooses from where nobody chose one: a sweep. */
const SHORT_LIST = 'rec/default.json';

/** The models that a run trains, and the files that name and configure them. */
interface ReadCandidates {
  readonly candidates: readonly RecCandidate[];
  /** Whether somebody named the one model. */
  readonly isNamed: boolean;
  readonly files: readonly ConfigFile[];
  /** What chose them: a sweep's file or the model, the configuration's file, the seed. */
  readonly chosen: ModelFlags;
}

/**
 * The models that a run trains: those of the sweep, else the one that the flag or MODEL_CHOICE names, else those of the
 * short list.
 * A seed of the flags or of LF_SEED stands over those in the files.
 *
 * @param defaults of keys that no file and no sweep sets
 * @throws PipelineError, SettingsError, UnknownModelChoiceError, RecConfigError
 */
export async function readCandidates(
  settings: Settings,
  flags: ModelFlags,
  defaults: Readonly<Record<string, number>> = {},
): Promise<ReadCandidates> {
  if (flags.model !== undefined && flags.sweep !== undefined) {
    const expected = 'one of --model and --sweep: a sweep names its models itself';
    throw new SettingsError([{ setting: '--model', value: flags.model, expected }]);
  }
  const named = flags.sweep === undefined ? namedModel(settings, flags) : null;
  const configPath = flags.config ?? settings.MODEL_CONFIG_PATH;
  const isChoosing = named === null && flags.sweep === undefined;
  const path = flags.sweep ?? builtInConfig(SHORT_LIST);
  const sweep = named === null ? await readConfigFile('sweep', path) : null;
  const swept: readonly SweptModel[] =
    named === null ? parseSweep(sweep?.json, path) : [{ choice: named, overrides: {} }];
  const seed = flags.seed ?? settings.LF_SEED;
  const configs = new Map<ModelChoice, Promise<ModelConfig>>();
  const configOf = (choice: ModelChoice): Promise<ModelConfig> => {
    const read = configs.get(choice) ?? readModelConfig(choice, settings, flags);
    configs.set(choice, read);
    return read;
  };
  const candidates = await Promise.all(
    swept.map(async ({ choice: name, overrides }) => {
      const choice = parseModelChoice(name);
      const found = await configOf(choice);
      const values = {
        ...defaults,
        ...found.config,
        ...overrides,
        ...(seed === undefined ? {} : { SEED: seed }),
      };
      const config = isChoosing
        ? parseShared(choice, values, configPath)
        : parseRecConfig(choice, values);
      requireBlazingText(choice, config, settings);
      return { name: nameOf(choice, overrides), choice, config };
    }),
  );
  const read = await Promise.all(configs.values());
  return {
    candidates,
    isNamed: named !== null,
    files: [sweep?.file, ...read.map(({ file }) => file)].filter((file) => file !== undefined),
    chosen: {
      ...(flags.sweep !== undefined && sweep !== null && { sweep: sweep.file.path }),
      ...(named !== null && { model: named }),
      ...(configPath !== undefined && { config: resolve(configPath) }),
      ...(seed !== undefined && { seed }),
    },
  };
}

/**
 * What BlazingText cannot do is told before a run begins.
 *
 * @throws RecConfigError
 */
function requireBlazingText(choice: ModelChoice, config: RecConfig, settings: Settings): void {
  const { LF_BLAZINGTEXT_INSTANCE: instance, LF_BLAZINGTEXT_INSTANCES: instances } = settings;
  if (choice === 'KNN' && instance !== undefined) blazingTextHyperparameters(config, { instances });
}

/**
 * A configuration for every model of the short list may have their shared keys alone.
 *
 * @throws SettingsError that asks for the model's name
 */
function parseShared(
  choice: ModelChoice,
  values: object,
  path: string | undefined,
): RecCandidate['config'] {
  try {
    return parseRecConfig(choice, values);
  } catch (error) {
    if (path === undefined || !(error instanceof RecConfigError)) throw error;
    const expected = `the model that ${path} configures: without it ${choice} is trained too, for which it is wrong`;
    throw new SettingsError([{ setting: 'MODEL_CHOICE', value: '', expected }]);
  }
}

/**
 * @returns null if nobody named one
 * @throws SettingsError for a name that is no model's
 */
function namedModel(settings: Settings, flags: Pick<ModelFlags, 'model'>): ModelChoice | null {
  const value = flags.model ?? settings.MODEL_CHOICE;
  if (value === undefined) return null;
  // Flows share their settings: the name of an intent model is none of this flow's business there
  if (flags.model === undefined && INTENT_CHOICES.some((known) => known === value)) return null;
  return modelNamed(value, flags.model === undefined ? 'MODEL_CHOICE' : '--model');
}

export function isRecModel(name: string): boolean {
  return MODEL_CHOICES.some((known) => known === name);
}

/**
 * @param setting what names it
 * @throws SettingsError for a name that is no model's
 */
export function modelNamed(value: string, setting: string): ModelChoice {
  const choice = MODEL_CHOICES.find((known) => known === value);
  if (choice !== undefined) return choice;
  const near = nearestName(value, MODEL_CHOICES);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const expected = `one of ${MODEL_CHOICES.join(', ')}${hint}`;
  throw new SettingsError([{ setting, value, expected }]);
}

/** A model's configuration as a file has it; without a file, the model's own defaults. */
interface ModelConfig {
  readonly config: object;
  readonly file?: ConfigFile;
}

/** The flag's file, else that of MODEL_CONFIG_PATH, else the built-in one, else none. */
async function readModelConfig(
  choice: ModelChoice,
  settings: Settings,
  flags: Pick<ModelFlags, 'config'>,
): Promise<ModelConfig> {
  const named = flags.config ?? settings.MODEL_CONFIG_PATH;
  const isByBlazingText = choice === 'KNN' && settings.LF_BLAZINGTEXT_INSTANCE !== undefined;
  const builtIn = builtInConfig(`rec/${choice}${isByBlazingText ? '-blazingtext' : ''}.json`);
  if (named === undefined && !existsSync(builtIn)) return { config: {} };
  const { json, file } = await readConfigFile(
    'config',
    named?.replaceAll('{}', choice) ?? builtIn,
    {
      what: `the configuration of ${choice}`,
      name: named ?? builtInConfig('rec/{}.json'),
    },
  );
  // The parser says what is wrong with anything else
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  return { file, config: isObject ? json : parseRecConfig(choice, json) };
}

function nameOf(choice: ModelChoice, overrides: SweptModel['overrides']): string {
  return [choice, ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`)].join(' ');
}
