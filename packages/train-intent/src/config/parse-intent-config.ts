import { Ajv, type ErrorObject } from 'ajv';
import { IntentConfigError, type ConfigIssue } from '../errors.ts';
import {
  INTENT_CONFIG_PROPERTIES,
  INTENT_CONFIG_SCHEMA,
  type IntentConfig,
} from './intent-config.ts';
import { nearestKey } from './nearest-key.ts';

const KEYS = Object.keys(INTENT_CONFIG_PROPERTIES);

/**
 * Checks a config read from JSON and fills in the defaults.
 *
 * @param value a parsed JSON object with any of the keys of `INTENT_CONFIG_PROPERTIES`
 * @returns the config with every key set, CUTS in rising order
 * @throws IntentConfigError listing every key that is unknown, misspelt or out of range
 */
export function parseIntentConfig(value: unknown): IntentConfig {
  const config: unknown = typeof value === 'object' ? structuredClone(value) : value;
  const validate = new Ajv({ allErrors: true, useDefaults: true }).compile(INTENT_CONFIG_SCHEMA);
  if (isValid(validate, config)) {
    assertRowsLeftToTrain(config);
    return { ...config, CUTS: config.CUTS.toSorted((a, b) => a - b) };
  }
  const issues = new Map<string, ConfigIssue>();
  for (const error of validate.errors ?? []) {
    const issue = describe(error, config);
    if (!issues.has(issue.key)) issues.set(issue.key, issue);
  }
  throw new IntentConfigError([...issues.values()]);
}

function isValid(validate: (value: unknown) => unknown, value: unknown): value is IntentConfig {
  return validate(value) === true;
}

function assertRowsLeftToTrain({ VALIDATION_RATIO, TEST_RATIO }: IntentConfig): void {
  if (VALIDATION_RATIO + TEST_RATIO < 1) return;
  const expected = `less than 1 together with TEST_RATIO (${TEST_RATIO}), as the rest trains`;
  throw new IntentConfigError([{ key: 'VALIDATION_RATIO', value: VALIDATION_RATIO, expected }]);
}

function describe(error: ErrorObject, config: unknown): ConfigIssue {
  const unknownKey: unknown = error.params.additionalProperty;
  if (typeof unknownKey === 'string') {
    const nearest = nearestKey(unknownKey, KEYS);
    return {
      key: unknownKey,
      value: valueAt(config, unknownKey),
      expected: `one of the keys ${KEYS.join(', ')}`,
      ...(nearest === undefined ? {} : { nearest }),
    };
  }
  const key = error.instancePath.split('/')[1];
  if (key === undefined) return { key: 'config', value: config, expected: 'a JSON object' };
  return { key, value: valueAt(config, key), expected: expectationOf(key) };
}

function valueAt(config: unknown, key: string): unknown {
  return typeof config === 'object' && config !== null
    ? Object.entries(config).find(([name]) => name === key)?.[1]
    : undefined;
}

/** The range of a key in words, from its schema. */
function expectationOf(key: string): string {
  const found = Object.entries(INTENT_CONFIG_PROPERTIES).find(([name]) => name === key)?.[1];
  if (found === undefined) return 'a known key';
  if ('enum' in found) return `one of ${found.enum.join(', ')}`;
  if ('items' in found) {
    return `a list of different integers from ${found.items.minimum} to ${found.items.maximum}`;
  }
  const above =
    'exclusiveMinimum' in found ? `above ${found.exclusiveMinimum}` : `from ${found.minimum}`;
  const below =
    'exclusiveMaximum' in found ? `below ${found.exclusiveMaximum}` : `to ${found.maximum}`;
  return `${found.type === 'integer' ? 'an integer' : 'a number'} ${above} ${below}`;
}
