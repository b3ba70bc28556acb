import type { ConfigOf } from '@lf/config';
import { SHARED_PROPERTIES, type RecConfig } from '../config/shared-properties.ts';
import { PROD2VEC_PROPERTIES } from './prod2vec-properties.ts';

/** Config keys of KNN: how the vectors are learnt, then how a session asks for its neighbours. */
export const KNN_PROPERTIES = {
  ...SHARED_PROPERTIES,
  ...PROD2VEC_PROPERTIES,
  QUERY: {
    type: 'string',
    enum: ['mean', 'last', 'recency'],
    default: 'mean',
    description:
      'What stands for a session: the mean of its items, the last one, or a mean that favours the last.',
  },
  QUERY_DECAY: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.7,
    description: 'With QUERY recency: how much an event counts beside the next one.',
  },
  CANDIDATES: {
    type: 'string',
    enum: ['input', 'output'],
    default: 'input',
    description:
      'Which vectors are searched: those that sessions are made of too (similar items), or those that the training predicts with (items that come next).',
  },
  INDEX: {
    type: 'string',
    enum: ['auto', 'exact', 'approximate'],
    default: 'auto',
    description: 'How neighbours are found; auto is exact up to 200,000 items.',
  },
} as const;

export type KnnConfig = RecConfig & ConfigOf<typeof KNN_PROPERTIES>;
