import { configParser } from '@lf/config';
import { IntentConfigError } from '../errors.ts';
import { INTENT_CONFIG_PROPERTIES, type IntentConfig } from './intent-config.ts';

/**
 * Checks a config read from JSON and fills in the defaults.
 *
 * @param value a parsed JSON object with any of the keys of `INTENT_CONFIG_PROPERTIES`
 * @returns the config with every key set
 * @throws IntentConfigError listing every key that is unknown, misspelt or out of range
 */
export const parseIntentConfig: (value: unknown) => IntentConfig = configParser(
  INTENT_CONFIG_PROPERTIES,
  (issues) => new IntentConfigError(issues),
);
