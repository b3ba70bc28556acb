import { Ajv, type ErrorObject } from 'ajv';
import { RecConfigError, type ConfigIssue } from '../errors.ts';
import type { ConfigOf, ConfigProperties, ConfigProperty } from './config-properties.ts';
import { nearestKey } from './nearest-key.ts';
import type { RecConfig } from './shared-properties.ts';

/** JSON Schema (draft 7) of a config file with these properties. */
export function configSchema(choice: string, properties: ConfigProperties) {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Config of ${choice}`,
    type: 'object',
    additionalProperties: false,
    properties,
  } as const;
}

/** Checks a config read from JSON and fills in the defaults. */
type ConfigParser<Properties> = (json: unknown) => RecConfig & ConfigOf<Properties>;

/**
 * Makes the parser of a model whose config has these properties. It throws a RecConfigError that
 * lists every key that is unknown, misspelt or out of range.
 */
export function configParser<Properties extends ConfigProperties>(
  choice: string,
  properties: Properties,
): ConfigParser<Properties> {
  const schema = configSchema(choice, properties);
  const ajv = new Ajv({ allErrors: true, useDefaults: true });
  return (json) => {
    const config: unknown = typeof json === 'object' ? structuredClone(json) : json;
    const validate = ajv.compile<RecConfig & ConfigOf<Properties>>(schema);
    if (validate(config)) return config;
    const issues = new Map<string, ConfigIssue>();
    for (const error of validate.errors ?? []) {
      const issue = describe(error, json, properties);
      if (!issues.has(issue.key)) issues.set(issue.key, issue);
    }
    throw new RecConfigError(choice, [...issues.values()]);
  };
}

function describe(error: ErrorObject, json: unknown, properties: ConfigProperties): ConfigIssue {
  const values = new Map(Object.entries(typeof json === 'object' && json !== null ? json : {}));
  const unknownKey: unknown = error.params.additionalProperty;
  if (typeof unknownKey === 'string') {
    const keys = Object.keys(properties);
    const nearest = nearestKey(unknownKey, keys);
    const issue = {
      key: unknownKey,
      value: values.get(unknownKey) as unknown,
      expected: `one of the keys ${keys.join(', ')}`,
    };
    return nearest === undefined ? issue : { ...issue, nearest };
  }
  const key = error.instancePath.split('/')[1] ?? '';
  const property = properties[key];
  if (property === undefined) return { key: 'config', value: json, expected: 'a JSON object' };
  return { key, value: values.get(key), expected: expectationOf(property) };
}

/** What a property accepts, in words. */
function expectationOf(property: ConfigProperty): string {
  if (property.type === 'boolean') return 'true or false';
  if (property.type === 'string') return `one of ${property.enum.join(', ')}`;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property;
  const limits = [
    minimum === undefined ? '' : ` from ${minimum}`,
    exclusiveMinimum === undefined ? '' : ` above ${exclusiveMinimum}`,
    maximum === undefined ? '' : ` to ${maximum}`,
    exclusiveMaximum === undefined ? '' : ` below ${exclusiveMaximum}`,
  ];
  return `${property.type === 'integer' ? 'an integer' : 'a number'}${limits.join('')}`;
}
