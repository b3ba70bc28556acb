/// <reference lib="dom" />
import { MASKED_LM_WASM_BASE64 } from '../generated/masked-lm-wasm.ts';
import { wasmModule } from '../wasm/wasm-module.ts';

/** The functions of assembly/masked-lm, on one memory. */
export interface MaskedLmWasm {
  run(mode: number): void;
  stop(): void;
  combine(): void;
}

/** The module of assembly/masked-lm. */
export const MASKED_LM_WASM = wasmModule('masked-lm', MASKED_LM_WASM_BASE64);

/** Instantiates the kernel on `memory`. */
export function instantiateMaskedLm(memory: WebAssembly.Memory): MaskedLmWasm {
  const wasmFunction = MASKED_LM_WASM.instantiate(memory);
  return {
    run: wasmFunction('run'),
    stop: wasmFunction('stop'),
    combine: wasmFunction('combine'),
  };
}
