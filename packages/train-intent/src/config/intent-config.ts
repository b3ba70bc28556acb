import { DEFAULT_MAX_EVENTS } from '@lf/contract';
import { configSchema, type ConfigOf } from '@lf/config';
import { ENGINE_PROPERTIES } from '@lf/kernels';

/**
 * Every key that a training reads: its JSON Schema and its default. The TypeScript type comes from it. How sessions are
 * cut, labelled and split before is said by `PREPARATION_PROPERTIES` of @lf/dataset.
 */
export const INTENT_CONFIG_PROPERTIES = {
  EPOCHS: {
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 200,
    description: 'Passes over the training rows at most; early stopping usually ends sooner.',
  },
  PATIENCE: {
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 10,
    description: 'Epochs without a better validation loss before training stops.',
  },
  LSTM_DIMS: {
    type: 'integer',
    minimum: 1,
    maximum: 1024,
    default: 48,
    description: 'Units of the LSTM layer.',
  },
  BATCH_SIZE: {
    type: 'integer',
    minimum: 1,
    maximum: 65_536,
    default: 128,
    description: 'Rows per training step.',
  },
  LEARNING_RATE: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 1e-3,
    description: 'Step size of Adam.',
  },
  ...ENGINE_PROPERTIES,
  MAX_LEN: {
    type: 'integer',
    minimum: 1,
    // The way back keeps 43 KB a step, thread and 32 rows at 48 units: 0.2 GB a thread at the most.
    maximum: 5_000,
    default: DEFAULT_MAX_EVENTS.intent,
    description: 'Events of a row that the model sees: the last ones.',
  },
  SEED: {
    type: 'integer',
    minimum: 0,
    maximum: 4_294_967_295,
    default: 0,
    description: 'Seed of every random draw.',
  },
} as const;

/** The settings of one training, with every default filled in; keys as in the original's config files. */
export type IntentConfig = ConfigOf<typeof INTENT_CONFIG_PROPERTIES>;

/** JSON Schema (draft 7) of an intent config file. */
export const INTENT_CONFIG_SCHEMA = configSchema(
  'Intent training config',
  INTENT_CONFIG_PROPERTIES,
);
