import { configParser, configSchema, type ConfigOf } from '@lf/config';
import { PREPARATION_PROPERTIES, type PreparationConfig } from '@lf/dataset';
import { INTENT_CONFIG_PROPERTIES, IntentConfigError, type IntentConfig } from '@lf/train-intent';

const { SEED, ...TRAINING_PROPERTIES } = INTENT_CONFIG_PROPERTIES;

/** Every key of the intent flow's configuration: how sessions are prepared, and how the model is trained. */
const INTENT_FLOW_PROPERTIES = {
  ...TRAINING_PROPERTIES,
  ...PREPARATION_PROPERTIES,
  SEED,
} as const;

/** The intent flow's configuration with every default filled in; keys as in the original's files. */
export type IntentFlowConfig = ConfigOf<typeof INTENT_FLOW_PROPERTIES>;

/** JSON Schema (draft 7) of the configuration file. */
export const INTENT_FLOW_SCHEMA = configSchema('Intent flow config', INTENT_FLOW_PROPERTIES);

const parse = configParser(INTENT_FLOW_PROPERTIES, (issues) => new IntentConfigError(issues));

/**
 * Checks a configuration read from JSON and fills in the defaults.
 *
 * @returns every key, CUTS in rising order
 * @throws IntentConfigError listing every key that is unknown, misspelt or out of range
 */
export function parseIntentFlowConfig(value: unknown): IntentFlowConfig {
  const config = parse(value);
  requireRowsToTrain(config);
  return { ...config, CUTS: config.CUTS.toSorted((a, b) => a - b) };
}

/** What of a configuration the training reads. */
export function trainingConfigOf(config: IntentFlowConfig): IntentConfig {
  const training = Object.entries(config).filter(([key]) => !(key in PREPARATION_PROPERTIES));
  return Object.fromEntries(training) as unknown as IntentConfig;
}

/** What of a configuration the preparation reads: other keys do not change the prepared data. */
export function preparationOf(config: IntentFlowConfig): PreparationConfig {
  const { LABELLING, CUTS, VALIDATION_RATIO, TEST_RATIO } = config;
  return { LABELLING, CUTS, VALIDATION_RATIO, TEST_RATIO };
}

function requireRowsToTrain({ VALIDATION_RATIO, TEST_RATIO }: PreparationConfig): void {
  if (VALIDATION_RATIO + TEST_RATIO < 1) return;
  const expected = `less than 1 together with TEST_RATIO (${TEST_RATIO}), as the rest trains`;
  throw new IntentConfigError([{ key: 'VALIDATION_RATIO', value: VALIDATION_RATIO, expected }]);
}
