/// <reference lib="dom" />
import { LSTM_WASM_BASE64 } from '../generated/lstm-wasm.ts';
import { wasmModule } from '../wasm/wasm-module.ts';

/** The functions of assembly/lstm, on one memory; addresses and counts are bytes and values. */
export interface LstmWasm {
  run(mode: number): void;
  stop(): void;
  pack(): void;
  sumGradients(maxShards: number): number;
  adam(
    weights: number,
    gradients: number,
    firstMoments: number,
    secondMoments: number,
    count: number,
    stepSize: number,
    oneMinusBeta1: number,
    oneMinusBeta2: number,
    epsilon: number,
  ): void;
  sigmoid(from: number, to: number, count: number): void;
  tanh(from: number, to: number, count: number): void;
}

/** The module of assembly/lstm. */
export const LSTM_WASM = wasmModule('LSTM', LSTM_WASM_BASE64);

/** Instantiates the kernel on `memory`. */
export function instantiateLstm(memory: WebAssembly.Memory): LstmWasm {
  const wasmFunction = LSTM_WASM.instantiate(memory);
  return {
    run: wasmFunction('run'),
    stop: wasmFunction('stop'),
    pack: wasmFunction('pack'),
    sumGradients: wasmFunction('sumGradients'),
    adam: wasmFunction('adam'),
    sigmoid: wasmFunction('sigmoid'),
    tanh: wasmFunction('tanh'),
  };
}
