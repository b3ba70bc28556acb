import { BACKENDS } from './backend-names.ts';

/** Keys of the config of a model that trains on our kernels or on TensorFlow.js: JSON Schemas and defaults. */
export const ENGINE_PROPERTIES = {
  ENGINE: {
    type: 'string',
    enum: ['fused', 'tfjs'],
    default: 'fused',
    description: 'fused: our WASM kernels; tfjs: TensorFlow.js on BACKEND.',
  },
  BACKEND: {
    type: 'string',
    enum: ['auto', ...BACKENDS],
    default: 'auto',
    description: 'TensorFlow.js backend of ENGINE tfjs; auto takes the first that is there.',
  },
  THREADS: {
    type: 'integer',
    minimum: 0,
    maximum: 256,
    default: 0,
    description: 'Threads of ENGINE fused; 0 is one a core. Their number does not change results.',
  },
} as const;
