import { configParser } from '@lf/config';
import { IntentConfigError } from '../errors.ts';
import { INTENT_CONFIG_PROPERTIES, type IntentConfig } from './intent-config.ts';

const parse = configParser(INTENT_CONFIG_PROPERTIES, (issues) => new IntentConfigError(issues));

/**
 * Checks a config read from JSON and fills in the defaults.
 *
 * @param value a parsed JSON object with any of the keys of `INTENT_CONFIG_PROPERTIES`
 * @returns the config with every key set, CUTS in rising order
 * @throws IntentConfigError listing every key that is unknown, misspelt or out of range
 */
export function parseIntentConfig(value: unknown): IntentConfig {
  const config = parse(value);
  assertRowsLeftToTrain(config);
  return { ...config, CUTS: config.CUTS.toSorted((a, b) => a - b) };
}

function assertRowsLeftToTrain({ VALIDATION_RATIO, TEST_RATIO }: IntentConfig): void {
  if (VALIDATION_RATIO + TEST_RATIO < 1) return;
  const expected = `less than 1 together with TEST_RATIO (${TEST_RATIO}), as the rest trains`;
  throw new IntentConfigError([{ key: 'VALIDATION_RATIO', value: VALIDATION_RATIO, expected }]);
}
