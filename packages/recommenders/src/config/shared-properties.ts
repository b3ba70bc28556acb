import type { ConfigOf } from '@lf/config';

/** Keys that every model's config has, with the original flow's session lengths. */
export const SHARED_PROPERTIES = {
  MIN_SESSION_LENGTH: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000_000,
    default: 3,
    description: 'Shorter sessions are left out of the training.',
  },
  MAX_SESSION_LENGTH: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000_000,
    default: 20,
    description: 'Longer sessions are left out of the training.',
  },
  VALIDATION_RATIO: {
    type: 'number',
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    default: 0.05,
    description:
      'Share of the sessions, by start time, that choices during a training are made on.',
  },
  TEST_RATIO: {
    type: 'number',
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    default: 0.05,
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

/** The shared keys of a model that learns from every session, however short or long. */
export const SHARED_PROPERTIES_ALL_SESSIONS = {
  ...SHARED_PROPERTIES,
  MIN_SESSION_LENGTH: { ...SHARED_PROPERTIES.MIN_SESSION_LENGTH, default: 1 },
  MAX_SESSION_LENGTH: { ...SHARED_PROPERTIES.MAX_SESSION_LENGTH, default: 1_000_000 },
} as const;

type SharedConfig = ConfigOf<typeof SHARED_PROPERTIES>;

/** The settings of one training, with every default filled in: the shared keys and the model's own. */
export type RecConfig = SharedConfig & Readonly<Record<string, number | string | boolean>>;
