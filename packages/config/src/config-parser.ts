import { Ajv, type ErrorObject } from 'ajv';
import type { ConfigIssue } from './config-issue.ts';
import type { ConfigOf, ConfigProperties } from './config-properties.ts';
import { configSchema } from './config-schema.ts';
import { describeProperty } from './describe-property.ts';
import { ConfigError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Checks a config read from JSON and fills in the defaults; what it is given stays as it was. */
export type ConfigParser<Config> = (json: unknown) => Config;

/**
 * Makes the parser of configs with these properties.
 *
 * `Config` may be named where the properties are generic and more is known of them than `ConfigOf` can tell.
 *
 * @param toError makes the error that the parser throws, of every key that is unknown, misspelt or out of range
 */
export function configParser<
  Properties extends ConfigProperties,
  Config extends ConfigOf<Properties> = ConfigOf<Properties>,
>(
  properties: Properties,
  toError: (issues: readonly ConfigIssue[]) => Error = (issues) =>
    new ConfigError('the config', issues),
): ConfigParser<Config> {
  const schema = configSchema('Config', properties);
  // A check of our own schema against the meta-schema takes some 30 ms of a cold start
  const ajv = new Ajv({ allErrors: true, useDefaults: true, meta: false, validateSchema: false });
  return (json) => {
    // Compiled by the first call, then found again by ajv: who never parses does not wait for it.
    const validate = ajv.compile<Config>(schema);
    // Only the defaults are added, so one level is copied: a nested value may be deeper than the stack
    const config: unknown = isObject(json) ? { ...json } : json;
    if (validate(config)) return structuredClone(config);
    const given = new Map<string, unknown>(isObject(json) ? Object.entries(json) : []);
    const issues = new Map<string, ConfigIssue>();
    for (const error of validate.errors ?? []) {
      const issue = issueOf(error, { json, given }, properties);
      if (!issues.has(issue.key)) issues.set(issue.key, issue);
    }
    throw toError([...issues.values()]);
  };
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** @param of.given the keys of the JSON, if it is an object */
function issueOf(
  error: ErrorObject,
  of: { readonly json: unknown; readonly given: ReadonlyMap<string, unknown> },
  properties: ConfigProperties,
): ConfigIssue {
  const unknownKey: unknown = error.params.additionalProperty;
  if (typeof unknownKey === 'string') {
    const keys = Object.keys(properties);
    const nearest = nearestName(unknownKey, keys);
    return {
      key: unknownKey,
      value: of.given.get(unknownKey),
      expected: `one of the keys ${keys.join(', ')}`,
      ...(nearest === undefined ? {} : { nearest }),
    };
  }
  const key = keyAt(error.instancePath);
  const property = properties[key];
  if (property === undefined) return { key: 'config', value: of.json, expected: 'a JSON object' };
  return { key, value: of.given.get(key), expected: describeProperty(property) };
}

/** The key that a JSON Pointer (RFC 6901) goes through first; empty for the whole document. */
function keyAt(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
