import type { Provider } from './provider.ts';
import { registerTensorflow } from './tensorflow-backend.ts';
import { registerWasm } from './wasm-backend.ts';
import { registerWebGpu } from './web-gpu-backend.ts';

/** Every provider, in the order in which they are tried. */
export const PROVIDERS: readonly Provider[] = [
  {
    backend: 'tensorflow',
    packageName: '@tensorflow/tfjs-node-gpu',
    install: 'npm i @tensorflow/tfjs-node-gpu@4',
    reason: "TensorFlow's C library with CUDA",
    register: (importPackage) => registerTensorflow('@tensorflow/tfjs-node-gpu', importPackage),
  },
  {
    backend: 'tensorflow',
    packageName: '@tensorflow/tfjs-node',
    install: 'npm i @tensorflow/tfjs-node@4',
    reason: "TensorFlow's C library on the CPU",
    register: (importPackage) => registerTensorflow('@tensorflow/tfjs-node', importPackage),
  },
  {
    backend: 'webgpu',
    packageName: '@tensorflow/tfjs-backend-webgpu',
    install: 'npm i @tensorflow/tfjs-backend-webgpu@4 webgpu',
    reason: 'a GPU by WebGPU',
    register: registerWebGpu,
  },
  {
    backend: 'wasm',
    packageName: '@tensorflow/tfjs-backend-wasm',
    install: 'npm i @tensorflow/tfjs-backend-wasm@4',
    reason: 'WebAssembly SIMD on one thread (TensorFlow.js uses no threads in Node)',
    register: registerWasm,
  },
  {
    backend: 'cpu',
    packageName: '@tensorflow/tfjs-backend-cpu',
    install: 'npm i @tensorflow/tfjs-backend-cpu@4',
    reason: 'plain JavaScript, the slowest, which runs everywhere',
    register: async () => {
      await import('@tensorflow/tfjs-backend-cpu');
    },
  },
];
