import { DEFAULT_MAX_EVENTS } from '@lf/contract';
import { configSchema, type ConfigOf } from '@lf/config';
import { ENGINE_PROPERTIES } from '@lf/kernels';

/** Every key of an intent config: its JSON Schema and its default. The TypeScript type comes from it. */
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
  CUTS: {
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: 254 },
    minItems: 1,
    uniqueItems: true,
    default: [0, 2, 4, 6, 8, 10],
    description: 'Events after the first add at which a session is cut into a row.',
  },
  LABELLING: {
    type: 'string',
    enum: ['prefix', 'whole-session'],
    default: 'prefix',
    description: 'prefix: cut before the purchase; whole-session: the original rule, which leaks.',
  },
  VALIDATION_RATIO: {
    type: 'number',
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    default: 0.15,
    description: 'Share of the sessions, by start time, that early stopping watches.',
  },
  TEST_RATIO: {
    type: 'number',
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    default: 0.15,
    description: 'Share of the sessions, the latest ones, that only the evaluation sees.',
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
