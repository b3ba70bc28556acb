import { WORD2VEC_WASM_BASE64 } from '../generated/word2vec-wasm.ts';
import { wasmModule } from '../wasm/wasm-module.ts';

/** The module of assembly/word2vec: its workers' `work(thread)` is all that is called. */
export const WORD2VEC_WASM = wasmModule('word2vec', WORD2VEC_WASM_BASE64);
