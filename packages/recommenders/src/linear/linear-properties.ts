import type { ConfigOf } from '@lf/config';
import { SHARED_PROPERTIES_ALL_SESSIONS, type RecConfig } from '../config/shared-properties.ts';

/** Keys of a LINEAR config. */
export const LINEAR_PROPERTIES = {
  ...SHARED_PROPERTIES_ALL_SESSIONS,
  SOURCES: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 100,
    description: 'Items from which an item is predicted, those that explain most of it.',
  },
  RIDGE: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1e6,
    default: 20,
    description: 'Penalty of the squared weights: how strongly few sessions say little.',
  },
  LAMBDA_SPW: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1e6,
    default: 2,
    description: 'Events before the end of the session at which an item counts 1/e.',
  },
  LAMBDA_SNH: {
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 0.5,
    description:
      'Age at which a session counts 1/e, as a share of the training sessions; 0: all alike.',
  },
  LAMBDA_INH: {
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 1,
    description:
      'Events after the next one at which an item is learnt from 1/e as much; 0: the next one alone.',
  },
  LIST_LENGTH: {
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 200,
    description: 'Items that are kept for each item, those of the highest weights.',
  },
} as const;

export type LinearConfig = RecConfig & ConfigOf<typeof LINEAR_PROPERTIES>;
