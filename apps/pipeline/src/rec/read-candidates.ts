import { existsSync } from 'node:fs';
import { MODEL_CHOICES, parseModelChoice, parseRecConfig, type ModelChoice } from '@lf/train-rec';
import { SettingsError } from '../errors.ts';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';
import { readJson } from '../settings/read-json.ts';
import { parseSweep, type SweptModel } from './parse-sweep.ts';
import type { RecCandidate, RecFlags } from './rec-params.ts';

/** The model that a run trains where nobody chose one: the original flow's first. */
const DEFAULT_CHOICE = 'KNN';

/**
 * The models that a run trains: those of the sweep, else the one that the flag or MODEL_CHOICE names.
 * A seed of the flags or of LF_SEED stands over those in the files.
 *
 * @param defaults of keys that no file and no sweep sets
 * @throws PipelineError, SettingsError, UnknownModelChoiceError, RecConfigError
 */
export async function readCandidates(
  settings: Settings,
  flags: Pick<RecFlags, 'model' | 'sweep' | 'config' | 'seed'>,
  defaults: Readonly<Record<string, number>> = {},
): Promise<readonly RecCandidate[]> {
  const swept: readonly SweptModel[] =
    flags.sweep === undefined
      ? [{ choice: chosenModel(settings, flags), overrides: {} }]
      : parseSweep(await readJson(flags.sweep, 'the sweep'), flags.sweep);
  const seed = flags.seed ?? settings.LF_SEED;
  return Promise.all(
    swept.map(async ({ choice: name, overrides }) => {
      const choice = parseModelChoice(name);
      const config = parseRecConfig(choice, {
        ...defaults,
        ...(await readModelConfig(choice, settings, flags)),
        ...overrides,
        ...(seed === undefined ? {} : { SEED: seed }),
      });
      return { name: nameOf(choice, overrides), choice, config };
    }),
  );
}

/** @throws SettingsError for a name that is no model's */
function chosenModel(settings: Settings, flags: Pick<RecFlags, 'model'>): ModelChoice {
  const value = flags.model ?? settings.MODEL_CHOICE ?? DEFAULT_CHOICE;
  const choice = MODEL_CHOICES.find((known) => known === value);
  if (choice !== undefined) return choice;
  const setting = flags.model === undefined ? 'MODEL_CHOICE' : '--model';
  throw new SettingsError([{ setting, value, expected: `one of ${MODEL_CHOICES.join(', ')}` }]);
}

/** The flag's file, else that of MODEL_CONFIG_PATH, else the built-in one, else the model's own defaults. */
async function readModelConfig(
  choice: ModelChoice,
  settings: Settings,
  flags: Pick<RecFlags, 'config'>,
): Promise<object> {
  const given = (flags.config ?? settings.MODEL_CONFIG_PATH)?.replaceAll('{}', choice);
  const builtIn = builtInConfig(`rec/${choice}.json`);
  if (given === undefined && !existsSync(builtIn)) return {};
  const config = await readJson(given ?? builtIn, `the configuration of ${choice}`);
  // The parser says what is wrong with anything else
  return typeof config === 'object' && config !== null && !Array.isArray(config)
    ? config
    : parseRecConfig(choice, config);
}

function nameOf(choice: ModelChoice, overrides: SweptModel['overrides']): string {
  return [choice, ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`)].join(' ');
}
