/// <reference lib="dom" />
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { KernelsError } from '../errors.ts';

// The worker's whole life is inside the module. As text it runs alike from source, from dist and from
// a bundle, and it needs none of the process' loaders.
const WORKER_SOURCE = `
const { workerData } = require('node:worker_threads');
const { module, memory, thread } = workerData;
new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread);
`;

function startWorker(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  thread: number,
): Worker {
  return new Worker(WORKER_SOURCE, {
    eval: true,
    execArgv: [],
    workerData: { module, memory, thread },
  });
}

/**
 * Starts `count` workers, threads 1, 2, ..., on `memory` beside the calling thread, which is thread 0;
 * they end by the module's `stop` and keep no process alive.
 */
export function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number,
): void {
  for (let thread = 1; thread <= count; thread++) startWorker(module, memory, thread).unref();
}

/** Runs threads 0, 1, ... on `memory` until each one's work has ended; throws KernelsError if one fails. */
export async function runWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number,
): Promise<void> {
  const ends = Array.from({ length: count }, async (_, thread) => {
    await once(startWorker(module, memory, thread), 'exit'); // rejects at an error
  });
  const failed = (await Promise.allSettled(ends)).find((end) => end.status === 'rejected');
  if (failed !== undefined) {
    throw new KernelsError(
      'worker_failed',
      'A thread of the kernel ended before its work was done.',
      {
        cause: failed.reason,
      },
    );
  }
}
