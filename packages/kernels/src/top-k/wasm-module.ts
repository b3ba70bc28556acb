/// <reference lib="dom" />
import { TOP_K_WASM_BASE64 } from '../generated/top-k-wasm.ts';
import { wasmModule } from '../wasm/wasm-module.ts';

/** The module of assembly/top-k. */
export const TOP_K_WASM = wasmModule('top-k', TOP_K_WASM_BASE64);

/** Its functions on one memory. */
export function instantiateTopK(memory: WebAssembly.Memory): {
  run(mode: number): void;
  stop(): void;
} {
  const wasmFunction = TOP_K_WASM.instantiate(memory);
  return { run: wasmFunction('run'), stop: wasmFunction('stop') };
}
