/** TensorFlow.js backends in the order in which they are tried: the fastest for large models first. */
export const BACKENDS = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

export type BackendName = (typeof BACKENDS)[number];
