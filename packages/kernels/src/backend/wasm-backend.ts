import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';

/**
 * Registers the wasm backend and points it at the .wasm files beside its code, so that nothing is
 * looked for elsewhere. It takes the SIMD build where WebAssembly.validate accepts SIMD (every Node
 * that we support); its threads are switched off in Node by TensorFlow.js, and switched on by force
 * its worker fails to start (ERR_WORKER_PATH: it is given a blob URL).
 */
export async function registerWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(dirname(entry) + sep);
}
