import type { ConfigOf } from '@lf/config';
import { SHARED_PROPERTIES_ALL_SESSIONS, type RecConfig } from '../config/shared-properties.ts';

const DROPOUT = { type: 'number', minimum: 0, maximum: 0.9 } as const;

/** Keys of an ENCODER config. */
export const ENCODER_PROPERTIES = {
  ...SHARED_PROPERTIES_ALL_SESSIONS,
  MAX_LEN: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 20,
    description: 'Events of a session that the model reads: the last ones.',
  },
  EMBED_DIM: {
    type: 'integer',
    minimum: 8,
    maximum: 1024,
    default: 64,
    description: 'Floats of an embedding, a multiple of 8.',
  },
  SCALE: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 80,
    default: 18,
    description: 'Logits are cosines times it.',
  },
  EPOCHS: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 8,
    description: 'Passes over all events of the training sessions at most.',
  },
  BATCH_SIZE: {
    type: 'integer',
    minimum: 1,
    maximum: 4096,
    default: 256,
    description: 'Events that a training step asks for.',
  },
  LR: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 2e-3,
    description: 'First step size of Adam; it falls to a twentieth.',
  },
  SAMPLES: {
    type: 'integer',
    minimum: 8,
    maximum: 500_000,
    default: 1024,
    description:
      'Items that stand for all others in a step’s softmax; it runs over all where they are no more.',
  },
  SAMPLING_EXPONENT: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.75,
    description: 'Samples are drawn by the power of an item’s count: 0 uniformly, 1 by popularity.',
  },
  ITEM_DROPOUT: {
    ...DROPOUT,
    default: 0.2,
    description: 'Share of values dropped from the embeddings of a session’s items.',
  },
  SESSION_DROPOUT: {
    ...DROPOUT,
    default: 0.2,
    description: 'Share of values dropped from a session’s vector.',
  },
  TARGET_DROPOUT: {
    ...DROPOUT,
    default: 0.2,
    description: 'Share of values dropped from the embeddings that a session is compared with.',
  },
  PATIENCE: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 2,
    description: 'Epochs without a better HR@20 on the validation sessions before training stops.',
  },
  THREADS: {
    type: 'integer',
    minimum: 0,
    maximum: 1024,
    default: 0,
    description: '0 is all cores; any number gives the same bytes.',
  },
} as const;

/** The settings of a training of ENCODER, with every default filled in. */
export type EncoderConfig = RecConfig & ConfigOf<typeof ENCODER_PROPERTIES>;
