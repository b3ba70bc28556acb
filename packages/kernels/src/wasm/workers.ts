/// <reference lib="dom" />
import { Worker } from 'node:worker_threads';

// The worker's whole life is inside the module. As text it runs alike from source, from dist and from
// a bundle, and it needs none of the process' loaders.
const WORKER_SOURCE = `
const { workerData } = require('node:worker_threads');
const { module, memory, thread } = workerData;
new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread);
`;

/**
 * Starts `count` workers, threads 1, 2, ..., on `memory`; they end by the module's `stop` and keep no
 * process alive.
 */
export function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number,
): void {
  for (let thread = 1; thread <= count; thread++) {
    const worker = new Worker(WORKER_SOURCE, {
      eval: true,
      execArgv: [],
      workerData: { module, memory, thread },
    });
    worker.unref();
  }
}
