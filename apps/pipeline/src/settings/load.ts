import { readFileSync } from 'node:fs';
import type { Environment } from '@lf/deploy';
import { decimalOf, wholeNumberOf } from '@lf/serving';
import { Ajv, type ErrorObject } from 'ajv';
import { parse } from 'dotenv';
import { SettingsError, type SettingsProblem } from '../errors.ts';
import { SETTINGS, type SettingDefinition, type SettingName } from './definitions.ts';
import { nearestName } from './nearest-name.ts';

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

/** Names in `.env` that belong to other programs. */
const FOREIGN_NAME = /^(AWS|NX|NODE|METAFLOW|SLS|SERVERLESS|npm)_/;

/** Variables of the endpoint's own flags, which it is handed. */
const SERVER_NAME =
  /^LF_ENDPOINT_(BUNDLE|CHALLENGER|CHALLENGER_SHARE|LOG|MAX_BODY_BYTES|MAX_IN_FLIGHT|MAX_CONNECTIONS|DRAIN_MS|WARM_UP_MS|PUBLIC_API|MANAGE|ALLOWED_HOSTS|KEY_FOR)$/;

const ajv = new Ajv({
  allErrors: true,
  useDefaults: true,
  allowUnionTypes: true,
});
const validate = ajv.compile<Settings>({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(SETTINGS).map(([name, definition]) => [
      name,
      'default' in definition
        ? { ...definition.schema, default: definition.default }
        : definition.schema,
    ]),
  ),
});

/**
 * Reads the settings: `.env` wins over the environment, empty values count as unset.
 *
 * @param environment such as process.env
 * @param dotEnvPath file of NAME=value lines; a missing one is no error
 * @throws SettingsError with every unknown, misspelt or invalid setting at once
 */
export function loadSettings(environment: Environment, dotEnvPath: string): Settings {
  const fromFile = readDotEnv(dotEnvPath);
  const names = Object.keys(SETTINGS);
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
              ? 'a known setting (lf settings lists them)'
              : `did you mean ${near}?`,
        });
      }
    }
  }
  const merged: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(SETTINGS)) {
    const value = [fromFile[name], environment[name]].find(
      (text) => text !== undefined && text !== '',
    );
    if (value !== undefined) merged[name] = typedText(value, definition);
  }
  if (
    merged['LF_DATASTORE_ROOT'] === undefined &&
    merged['METAFLOW_DATATOOLS_SYSROOT_S3'] !== undefined
  ) {
    merged['LF_DATASTORE_ROOT'] = merged['METAFLOW_DATATOOLS_SYSROOT_S3'];
  }
  const given = { ...merged };
  if (!validate(merged))
    problems.push(...(validate.errors ?? []).map((error) => problemOf(error, given)));
  problems.push(...notBuiltYet(given, fromFile));
  if (problems.length > 0) throw new SettingsError(problems);
  return merged as unknown as Settings;
}

/** What is set and does not exist yet. A wrong value of it is told as that. */
function notBuiltYet(
  given: Readonly<Record<string, unknown>>,
  fromFile: Readonly<Record<string, string | undefined>>,
): readonly SettingsProblem[] {
  const definitions: Readonly<Record<string, SettingDefinition>> = SETTINGS;
  return Object.entries(given).flatMap(([setting, value]) => {
    const expected = definitions[setting]?.notBuilt;
    // In the environment, one of the original's names may mean something to another program
    const isMeant = setting === 'EN_BATCH' ? value === 1 : Boolean(fromFile[setting]);
    return expected !== undefined && isMeant ? [{ setting, value: String(value), expected }] : [];
  });
}

/**
 * The environment with `.env` over it, in which a value that is not empty wins: what programs that this one starts are
 * handed, and what libraries read that know no settings of ours.
 */
export function mergeEnvironment(environment: Environment, dotEnvPath: string): Environment {
  const fromFile = Object.entries(readDotEnv(dotEnvPath)).filter(([, value]) => value !== '');
  return { ...environment, ...Object.fromEntries(fromFile) };
}

/** Text of a number setting becomes a number only if it is one, so that the error shows what was written. */
function typedText(value: string, { schema }: SettingDefinition): unknown {
  const choices = schema['enum'];
  const isWhole =
    schema['type'] === 'integer' || (Array.isArray(choices) && typeof choices[0] === 'number');
  if (isWhole) return wholeNumberOf(value) ?? value;
  return schema['type'] === 'number' ? (decimalOf(value) ?? value) : value;
}

function readDotEnv(path: string): Record<string, string | undefined> {
  try {
    return parse(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
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
