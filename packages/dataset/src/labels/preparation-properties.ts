import type { ConfigOf, ConfigProperties } from '@lf/config';
import { LABELLINGS } from './label-prefixes.ts';

/** How sessions become labelled rows in three parts: keys of a config, each with its JSON Schema and its default. */
export const PREPARATION_PROPERTIES = {
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
    enum: LABELLINGS,
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
} as const satisfies ConfigProperties;

/** What `labelPrefixes` and `splitByStart` are asked for. */
export type PreparationConfig = ConfigOf<typeof PREPARATION_PROPERTIES>;
