/// <reference lib="dom" />
import { SESSION_ENCODER_WASM_BASE64 } from '../generated/session-encoder-wasm.ts';
import { wasmModule } from '../wasm/wasm-module.ts';

/** The module of assembly/session-encoder. */
export const SESSION_ENCODER_WASM = wasmModule('session-encoder', SESSION_ENCODER_WASM_BASE64);
