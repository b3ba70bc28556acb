import { nearestName } from '@lf/config';
import { schemaCheck } from '@lf/contract';
import type { Environment } from '@lf/deploy';
import { decimalOf, wholeNumberOf } from '@lf/serving';
import type { ErrorObject } from 'ajv';
import { SettingsError, type SettingsProblem } from '../errors.ts';
import { SETTINGS, type SettingDefinition, type SettingName } from './definitions.ts';
import { mergeEnvironment, readDotEnv } from './dot-env.ts';
import { readMetaflowProfile } from './metaflow-profile.ts';
import { lfCommand } from '../terminal/lf-command.ts';

type Definitions = typeof SETTINGS;
type ValueOf<Schema> = Schema extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : Schema extends { readonly type: 'integer' | 'number' }
    ? number
    : string;
type WithDefault = {
  [Name in SettingName]: Definitions[Name] extends { readonly default: unknown } ? Name : never;
}[SettingName];

/** Settings after checks and defaults; one without a default is absent where nobody set it. */
export type Settings = {
  readonly [Name in WithDefault]: ValueOf<Definitions[Name]['schema']>;
} & {
  readonly [Name in Exclude<SettingName, WithDefault>]?: ValueOf<Definitions[Name]['schema']>;
};

const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Names in `.env` that belong to other programs. */
const FOREIGN_NAME = /^(AWS|NX|NODE|METAFLOW|SLS|SERVERLESS|npm)_/;

/** Variables of the endpoint's own flags, which it is handed. */
const SERVER_NAME =
  /^LF_ENDPOINT_(BUNDLE|CHALLENGER|CHALLENGER_SHARE|LOG|MAX_BODY_BYTES|MAX_IN_FLIGHT|MAX_CONNECTIONS|DRAIN_MS|WARM_UP_MS|PUBLIC_API|MANAGE|ALLOWED_HOSTS|KEY_FOR)$/;

const SCHEMA = {
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(SETTINGS).map(([name, definition]) => [
      name,
      'default' in definition
        ? { ...definition.schema, default: definition.default }
        : definition.schema,
    ]),
  ),
};
const isSettings = schemaCheck<Settings>(SCHEMA, {
  allErrors: true,
  useDefaults: true,
  allowUnionTypes: true,
});

/** Where a setting has its value. */
export interface SettingSource {
  /** `.env`, `environment` or the path of Metaflow's configuration file. */
  readonly from: string;
  /** As it was written. */
  readonly text: string;
  /** The setting that has it, where the value of another one stands in for this one. */
  readonly setting?: SettingName;
}

/** The settings, what is wrong with them, and where each that somebody set comes from. */
export interface ReadSettings {
  /** Whole only where there are no problems. */
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
  readonly sources: Readonly<Partial<Record<SettingName, SettingSource>>>;
  /** Settings to which `.env` and the environment give different values: that of `.env` counts. */
  readonly contested: readonly ContestedSetting[];
}

/** A setting of two values, as they were written. */
export interface ContestedSetting {
  readonly setting: SettingName;
  readonly dotEnv: string;
  readonly environment: string;
}

/**
 * Reads the settings: `.env` wins over the environment, which wins over Metaflow's configuration file; empty values
 * count as unset.
 *
 * @param environment such as process.env
 * @param dotEnvPath file of NAME=value lines; a missing one is no error
 * @throws SettingsError with every unknown, misspelt or invalid setting at once
 */
export function loadSettings(environment: Environment, dotEnvPath: string): Settings {
  const { settings, problems } = readSettings(environment, dotEnvPath);
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** The same for commands that show the settings: it returns the faults instead of throwing. */
export function readSettings(environment: Environment, dotEnvPath: string): ReadSettings {
  const fromFile = readDotEnv(dotEnvPath);
  const problems = unknownNames(fromFile, environment);
  const layers: { readonly from: string; readonly values: Environment }[] = [
    { from: '.env', values: fromFile },
    { from: 'environment', values: environment },
  ];
  const profile = readMetaflowProfile(mergeEnvironment(environment, dotEnvPath));
  if (profile !== undefined && 'problem' in profile) problems.push(profile.problem);
  else if (profile !== undefined) layers.push({ from: profile.path, values: ofMetaflow(profile) });

  const merged: Record<string, unknown> = {};
  const sources: Partial<Record<SettingName, SettingSource>> = {};
  for (const name of SETTING_NAMES) {
    const found = layers.find(({ values }) => values[name] !== undefined && values[name] !== '');
    if (found === undefined) continue;
    const text = found.values[name] ?? '';
    sources[name] = { from: found.from, text };
    merged[name] = typedText(text, SETTINGS[name]);
  }
  const root = sources.METAFLOW_DATATOOLS_SYSROOT_S3;
  if (sources.LF_DATASTORE_ROOT === undefined && root !== undefined) {
    merged['LF_DATASTORE_ROOT'] = merged['METAFLOW_DATATOOLS_SYSROOT_S3'];
    sources.LF_DATASTORE_ROOT = { ...root, setting: 'METAFLOW_DATATOOLS_SYSROOT_S3' };
  }
  const given = { ...merged };
  if (!isSettings(merged))
    problems.push(...isSettings.errors.map((error) => problemOf(error, given)));
  problems.push(...refusedSettings(given, fromFile));
  const contested = contestedSettings(fromFile, environment);
  return { settings: merged as unknown as Settings, problems, sources, contested };
}

function contestedSettings(
  fromFile: Environment,
  environment: Environment,
): readonly ContestedSetting[] {
  return SETTING_NAMES.flatMap((setting) => {
    const [ours, theirs] = [fromFile[setting] ?? '', environment[setting] ?? ''];
    if (ours === '' || theirs === '' || ours === theirs) return [];
    return [{ setting, dotEnv: ours, environment: theirs }];
  });
}

/** Of Metaflow's settings, those that are ours too. */
function ofMetaflow({ values }: { readonly values: Environment }): Environment {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name.startsWith('METAFLOW_')),
  );
}

/** Names that may be misspelt ones of ours. */
function unknownNames(fromFile: Environment, environment: Environment): SettingsProblem[] {
  const names: readonly string[] = SETTING_NAMES;
  const problems: SettingsProblem[] = [];
  for (const [origin, values] of [
    ['.env', fromFile] as const,
    ['environment', environment] as const,
  ]) {
    for (const name of Object.keys(values)) {
      const isOurs = origin === '.env' ? !FOREIGN_NAME.test(name) : name.startsWith('LF_');
      if (isOurs && !names.includes(name) && !SERVER_NAME.test(name)) {
        const near = nearestName(name, names);
        problems.push({
          setting: name,
          value: values[name] ?? '',
          expected:
            near === undefined
              ? `a known setting (${lfCommand('settings')} lists them)`
              : `did you mean ${near}?`,
        });
      }
    }
  }
  return problems;
}

/** Settings of what cannot be had; a wrong value of one is told as that. */
function refusedSettings(
  given: Readonly<Record<string, unknown>>,
  fromFile: Readonly<Record<string, string | undefined>>,
): readonly SettingsProblem[] {
  const definitions: Readonly<Record<string, SettingDefinition>> = SETTINGS;
  return Object.entries(given).flatMap(([setting, value]) => {
    const expected = definitions[setting]?.refused;
    // In the environment, one of the original's names may mean something to another program
    const isMeant = Boolean(fromFile[setting]);
    return expected !== undefined && isMeant ? [{ setting, value: String(value), expected }] : [];
  });
}

/** Text of a number setting becomes a number only if it is one, so that the error shows what was written. */
function typedText(value: string, { schema }: SettingDefinition): unknown {
  const choices = schema['enum'];
  const isWhole =
    schema['type'] === 'integer' || (Array.isArray(choices) && typeof choices[0] === 'number');
  if (isWhole) return wholeNumberOf(value) ?? value;
  return schema['type'] === 'number' ? (decimalOf(value) ?? value) : value;
}

function problemOf(error: ErrorObject, given: Readonly<Record<string, unknown>>): SettingsProblem {
  const setting = error.instancePath.slice(1);
  const params: Readonly<Record<string, unknown>> = error.params;
  const choices = params['allowedValues'];
  const expected = Array.isArray(choices)
    ? `one of ${choices.join(', ')}`
    : (error.message ?? 'a valid value');
  return { setting, value: String(given[setting]), expected };
}
