import { configParser, configSchema, type ConfigOf } from '@lf/config';
import { PREPARATION_PROPERTIES, type PreparationConfig } from '@lf/dataset';
import {
  INTENT_CONFIG_PROPERTIES,
  IntentConfigError,
  parseTreesConfig,
  TREES_CONFIG_PROPERTIES,
  type IntentConfig,
  type TreesConfig,
} from '@lf/train-intent';

const { SEED, ...TRAINING_PROPERTIES } = INTENT_CONFIG_PROPERTIES;

/** Every key of the intent flow's configuration: how sessions are prepared, and how the model is trained. */
const INTENT_FLOW_PROPERTIES = {
  ...TRAINING_PROPERTIES,
  ...PREPARATION_PROPERTIES,
  SEED,
} as const;

/** The same with trees in place of the LSTM. */
const TREES_FLOW_PROPERTIES = { ...TREES_CONFIG_PROPERTIES, ...PREPARATION_PROPERTIES } as const;

/** The configuration of the LSTM with every default filled in; keys as in the original's files. */
export type LstmFlowConfig = ConfigOf<typeof INTENT_FLOW_PROPERTIES>;

/** The configuration of trees with every default filled in. */
export type TreesFlowConfig = ConfigOf<typeof TREES_FLOW_PROPERTIES> & {
  readonly MODEL_CHOICE: 'TREES';
};

/** The intent flow's configuration; that of the LSTM does not name the model, as the original's does not. */
export type IntentFlowConfig = LstmFlowConfig | TreesFlowConfig;

/** JSON Schema (draft 7) of the configuration file of the LSTM. */
export const INTENT_FLOW_SCHEMA = configSchema('Intent flow config', INTENT_FLOW_PROPERTIES);

/** JSON Schema (draft 7) of the configuration file of trees. */
export const TREES_FLOW_SCHEMA = configSchema('Intent flow config of trees', TREES_FLOW_PROPERTIES);

const wrong = (issues: ConstructorParameters<typeof IntentConfigError>[0]) =>
  new IntentConfigError(issues);
const parseLstm = configParser(INTENT_FLOW_PROPERTIES, wrong);
const parseTrees = configParser(TREES_FLOW_PROPERTIES, wrong);

/**
 * Checks a configuration of the LSTM read from JSON and fills in the defaults.
 *
 * @returns every key, CUTS in rising order
 * @throws IntentConfigError listing every key that is unknown, misspelt or out of range
 */
export function parseIntentFlowConfig(value: unknown): LstmFlowConfig {
  return checked(parseLstm(value));
}

/** The same for trees; throws as {@link parseIntentFlowConfig}. */
export function parseTreesFlowConfig(value: unknown): TreesFlowConfig {
  const config = checked(parseTrees(value));
  parseTreesConfig(treesConfigOf(config));
  return { MODEL_CHOICE: 'TREES', ...config };
}

function checked<Config extends PreparationConfig>(config: Config): Config {
  requireRowsToTrain(config);
  return { ...config, CUTS: config.CUTS.toSorted((a, b) => a - b) };
}

/** Whether a configuration is that of trees. */
export function isTreesConfig(config: IntentFlowConfig): config is TreesFlowConfig {
  return 'MODEL_CHOICE' in config;
}

/** What of a configuration the training of the LSTM reads. */
export function trainingConfigOf(config: LstmFlowConfig): IntentConfig {
  return withoutPreparation(config) as unknown as IntentConfig;
}

/** What of a configuration the training of trees reads. */
export function treesConfigOf(config: ConfigOf<typeof TREES_FLOW_PROPERTIES>): TreesConfig {
  return withoutPreparation(config) as unknown as TreesConfig;
}

function withoutPreparation(config: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([key]) => !(key in PREPARATION_PROPERTIES) && key !== 'MODEL_CHOICE',
    ),
  );
}

/** What of a configuration the preparation reads: other keys do not change the prepared data. */
export function preparationOf(config: PreparationConfig): PreparationConfig {
  const { LABELLING, CUTS, VALIDATION_RATIO, TEST_RATIO } = config;
  return { LABELLING, CUTS, VALIDATION_RATIO, TEST_RATIO };
}

/** What the preparation does for a model: trees are told times and products of the events that they read. */
export interface IntentPreparation extends PreparationConfig {
  /** Events of a row that the context is of, the latest ones; not there: rows have no context. */
  readonly contextEvents?: number;
}

/** As {@link preparationOf}, with what the model needs. */
export function modelPreparationOf(config: IntentFlowConfig): IntentPreparation {
  const preparation = preparationOf(config);
  return isTreesConfig(config) ? { ...preparation, contextEvents: config.MAX_LEN } : preparation;
}

function requireRowsToTrain({ VALIDATION_RATIO, TEST_RATIO }: PreparationConfig): void {
  if (VALIDATION_RATIO + TEST_RATIO < 1) return;
  const expected = `less than 1 together with TEST_RATIO (${TEST_RATIO}), as the rest trains`;
  throw new IntentConfigError([{ key: 'VALIDATION_RATIO', value: VALIDATION_RATIO, expected }]);
}
