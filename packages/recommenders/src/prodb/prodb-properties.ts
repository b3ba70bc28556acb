import type { ConfigOf } from '@lf/config';
import { ENGINE_PROPERTIES } from '@lf/kernels';
import { SHARED_PROPERTIES, type RecConfig } from '../config/shared-properties.ts';

/**
 * Keys of a PRODB config. The first block is the original's; each of the others departs from prodb where that ranks
 * better or is cheaper, and names what prodb does.
 */
export const PRODB_PROPERTIES = {
  ...SHARED_PROPERTIES,
  MIN_SESSION_LENGTH: { ...SHARED_PROPERTIES.MIN_SESSION_LENGTH, default: 2 },
  MAX_SESSION_LENGTH: { ...SHARED_PROPERTIES.MAX_SESSION_LENGTH, default: 1_000_000 },
  MAX_LEN: {
    type: 'integer',
    minimum: 2,
    maximum: 512,
    default: 20,
    description: 'Events of a session that the model sees, the mask included: the last ones.',
  },
  BATCH_SIZE: {
    type: 'integer',
    minimum: 1,
    maximum: 4096,
    default: 64,
    description: 'Sessions per training step; prodb: 32.',
  },
  LR: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 2e-3,
    description: 'Step size of Adam; prodb: 0.001.',
  },
  EMBED_DIM: {
    type: 'integer',
    minimum: 8,
    maximum: 1024,
    default: 128,
    description:
      'Width of embeddings and hidden states, a multiple of 8 and of 4 * NUM_HEAD; prodb: 64.',
  },
  NUM_HEAD: {
    type: 'integer',
    minimum: 1,
    maximum: 256,
    default: 8,
    description: 'Attention heads of a layer.',
  },
  FF_DIM: {
    type: 'integer',
    minimum: 8,
    maximum: 4096,
    default: 128,
    description: 'Inner width of a feed-forward part, a multiple of 8; prodb: 64.',
  },
  NUM_LAYERS: {
    type: 'integer',
    minimum: 1,
    maximum: 64,
    default: 1,
    description: 'Transformer blocks; prodb: 4.',
  },
  EPOCHS: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 12,
    description: 'Passes over the training sessions at most; prodb: 5.',
  },
  MASKING_PROBABILITY: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 0.25,
    description:
      'Share of the items that are asked for where any may be; of those 80 % masked, 10 % random, 10 % kept.',
  },
  DATA_DUPLICATION: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 1,
    description: 'Times that an epoch goes through each session, masked anew.',
  },

  LAST_MASK_RATIO: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 1,
    description:
      'Share of the sessions that are cut at a random event and asked for that event alone, as a recommendation is; prodb: 0.',
  },
  MASKS: {
    type: 'string',
    enum: ['each_epoch', 'once'],
    default: 'each_epoch',
    description: 'When masks are drawn; prodb: once, before the training.',
  },
  COSINE_SCALE: {
    type: 'number',
    minimum: 0,
    maximum: 80,
    default: 10,
    description:
      'Logits are cosines times it; 0: plain products plus a bias for each item, as in prodb.',
  },
  TIED_WEIGHTS: {
    type: 'boolean',
    default: true,
    description: 'Whether the embeddings are the output weights too; prodb: false.',
  },
  SOFTMAX: {
    type: 'string',
    enum: ['sampled', 'full'],
    default: 'sampled',
    description:
      'Over SAMPLES drawn items with a correction (over all where they are no more), or over all; prodb: full.',
  },
  SAMPLES: {
    type: 'integer',
    minimum: 8,
    maximum: 1_000_000,
    default: 1024,
    description: 'Items that stand for all others in a step of the sampled softmax.',
  },
  SAMPLING_EXPONENT: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.75,
    description: 'Samples are drawn by the power of an item’s count: 0 uniformly, 1 by popularity.',
  },
  POSITIONS: {
    type: 'string',
    enum: ['from_end', 'from_start'],
    default: 'from_end',
    description: 'Where positions are counted from; prodb: from_start.',
  },
  POSITION_SCALE: {
    type: 'number',
    minimum: 0,
    maximum: 10,
    default: 0.02,
    description:
      'Scale of the sinusoids that positions start from; prodb: 1, some 25 times the embeddings at first.',
  },
  DROPOUT: {
    type: 'number',
    minimum: 0,
    maximum: 0.9,
    default: 0.1,
    description: 'Share of values dropped behind each attention and feed-forward part.',
  },
  INPUT_DROPOUT: {
    type: 'boolean',
    default: false,
    description: 'Whether DROPOUT is on the embeddings too; prodb: false.',
  },
  ADAM: {
    type: 'string',
    enum: ['lazy', 'dense'],
    default: 'lazy',
    description: 'Whether rows of a table without a gradient stay as they are; prodb: dense.',
  },
  PATIENCE: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 2,
    description: 'Epochs without a better HR@20 on the validation sessions before training stops.',
  },
  ...ENGINE_PROPERTIES,
} as const;

/** The settings of a training of PRODB, with every default filled in. */
export type ProdbConfig = RecConfig & ConfigOf<typeof PRODB_PROPERTIES>;
