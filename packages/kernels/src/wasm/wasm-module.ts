/// <reference lib="dom" />
// Node's types leave WebAssembly to the DOM library.
import { KernelsError } from '../errors.ts';

/** A call into a module: addresses, counts and values in, an address or nothing (0) out. */
export type WasmFunction = (...args: number[]) => number;

/** A compiled kernel, which any number of threads can instantiate on one memory. */
export interface WasmModule {
  /** The module, compiled at the first call and kept. */
  readonly compiled: () => WebAssembly.Module;
  /** Instantiates it on `memory`: its functions by name, KernelsError where there is none. */
  readonly instantiate: (memory: WebAssembly.Memory) => (name: string) => WasmFunction;
}

/** The module in a file of src/generated. */
export function wasmModule(kernel: string, base64: string): WasmModule {
  let module: WebAssembly.Module | undefined;
  const compiled = (): WebAssembly.Module => {
    module ??= new WebAssembly.Module(Buffer.from(base64, 'base64'));
    return module;
  };
  return {
    compiled,
    instantiate(memory) {
      const { exports } = new WebAssembly.Instance(compiled(), { env: { memory } });
      return (name) => wasmFunction(kernel, exports, name);
    },
  };
}

function wasmFunction(kernel: string, exports: WebAssembly.Exports, name: string): WasmFunction {
  const value = exports[name];
  if (typeof value !== 'function') {
    throw new KernelsError('wasm_export', `The compiled ${kernel} kernel has no function ${name}.`);
  }
  return (...args) => {
    const result: unknown = Reflect.apply(value, undefined, args);
    return typeof result === 'number' ? result : 0;
  };
}
