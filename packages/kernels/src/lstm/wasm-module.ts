/// <reference lib="dom" />
// Node's types leave WebAssembly to the DOM library.
import { KernelsError } from '../errors.ts';
import { LSTM_WASM_BASE64 } from '../generated/lstm-wasm.ts';

/** The functions of assembly/lstm.ts, on one memory; addresses and counts are bytes and values. */
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

let compiled: WebAssembly.Module | undefined;

/** The compiled module, made at the first call and kept. */
export function lstmModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(LSTM_WASM_BASE64, 'base64'));
  return compiled;
}

/** Instantiates the kernel on `memory`. */
export function instantiateLstm(memory: WebAssembly.Memory): LstmWasm {
  const { exports } = new WebAssembly.Instance(lstmModule(), { env: { memory } });
  return {
    run: wasmFunction(exports, 'run'),
    stop: wasmFunction(exports, 'stop'),
    pack: wasmFunction(exports, 'pack'),
    sumGradients: wasmFunction(exports, 'sumGradients'),
    adam: wasmFunction(exports, 'adam'),
    sigmoid: wasmFunction(exports, 'sigmoid'),
    tanh: wasmFunction(exports, 'tanh'),
  };
}

function wasmFunction(exports: WebAssembly.Exports, name: string): (...args: number[]) => number {
  const value = exports[name];
  if (typeof value !== 'function') {
    throw new KernelsError('wasm_export', `The compiled LSTM kernel has no function ${name}.`);
  }
  return (...args) => {
    const result: unknown = Reflect.apply(value, undefined, args);
    return typeof result === 'number' ? result : 0;
  };
}
