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
  FLAT_EPOCHS: {
    type: 'integer',
    minimum: 0,
    maximum: 100_000,
    default: 3,
    description:
      'Training also stops when in so many epochs, of 300 steps together at least, the best validation loss fell by less than MIN_GAIN or less than its standard error; 0: only by PATIENCE.',
  },
  MIN_GAIN: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 2e-4,
    description: 'Nats of validation loss that FLAT_EPOCHS must gain.',
  },
  AVERAGING: {
    type: 'number',
    minimum: 0,
    maximum: 1000,
    default: 1,
    description:
      'Epochs over which the weights are averaged before they are validated and kept; 0: the weights after the last step.',
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
    description: 'Rows per training step; equal rows are computed once, with their count.',
  },
  BATCH_FACTOR: {
    type: 'integer',
    minimum: 1,
    maximum: 1024,
    default: 64,
    description:
      'How many times BATCH_SIZE rows a step takes at most: the root of the steps of an epoch over 120. The step size grows by the root of the factor, at most twice.',
  },
  LEARNING_RATE: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 6e-3,
    description: 'Step size of Adam.',
  },
  ...ENGINE_PROPERTIES,
  MAX_LEN: {
    type: 'integer',
    minimum: 1,
    // The way back has room for 86 KB a step and thread at 48 units, 0.4 GB a thread at the most, and touches what it needs.
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
