import { TASKS } from '../wasm/tasks.ts';
import { type MemoryLayout, SCRATCH } from './memory-layout.ts';
import type { Word2VecProgress } from './options.ts';

/** Reads what the threads wrote so far. */
export interface ProgressReader {
  report(): Word2VecProgress;
  trainedWords(): number;
}

/** Starts the clock of a training. */
export function createProgress(
  buffer: ArrayBufferLike,
  layout: MemoryLayout,
  training: {
    readonly epochs: number;
    readonly epochWords: number;
    readonly tasks: number;
    readonly threads: number;
    readonly alpha: number;
    readonly minAlpha: number;
  },
): ProgressReader {
  const { epochs, epochWords, tasks, threads, alpha, minAlpha } = training;
  const job = new Int32Array(buffer);
  const doubles = new Float64Array(buffer);
  const total = (field: number): number => {
    let sum = 0;
    for (let thread = 0; thread < threads; thread++) {
      sum += doubles[(layout.scratch + thread * layout.scratchBytes) / 8 + field] ?? 0;
    }
    return sum;
  };
  const startMs = performance.now();
  let lastLoss = 0;
  let lastCount = 0;
  return {
    report() {
      const done = Atomics.load(job, TASKS.doneTasks) / tasks;
      const totalWords = epochs * epochWords;
      const loss = total(SCRATCH.loss);
      const count = total(SCRATCH.lossCount);
      const meanLoss = count > lastCount ? (loss - lastLoss) / (count - lastCount) : undefined;
      lastLoss = loss;
      lastCount = count;
      return {
        epoch: Math.min(epochs, Math.floor(done * epochs) + 1),
        epochs,
        words: Math.round(done * totalWords),
        totalWords,
        wordsPerSecond: (done * totalWords * 1000) / (performance.now() - startMs),
        alpha: alpha - (alpha - minAlpha) * done,
        loss: meanLoss,
      };
    },
    trainedWords: () => total(SCRATCH.trained),
  };
}
