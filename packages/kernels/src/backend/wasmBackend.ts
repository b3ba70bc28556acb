import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { ImportPackage } from './provider.ts';

/**
 * Registers the wasm backend and points it at the .wasm files beside its code, so that nothing is
 * looked for elsewhere. It takes the SIMD build where WebAssembly.validate accepts SIMD (every Node
 * that we support); its threads are switched off in Node by TensorFlow.js, and switched on by force
 * its worker fails to start (ERR_WORKER_PATH: it is given a blob URL).
 */
export async function registerWasm(importPackage: ImportPackage): Promise<void> {
  const wasm = await importPackage('@tensorflow/tfjs-backend-wasm');
  if (!hasSetWasmPaths(wasm)) {
    throw new Error('it exports no setWasmPaths: this is not version 4');
  }
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(dirname(entry) + sep);
}

function hasSetWasmPaths(
  module: unknown,
): module is { readonly setWasmPaths: (folder: string) => void } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'setWasmPaths' in module &&
    typeof module.setWasmPaths === 'function'
  );
}
