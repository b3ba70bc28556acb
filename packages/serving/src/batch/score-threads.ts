import type { ActionSequences, SessionContext } from '@lf/contract';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ScoringError } from '../errors.ts';
import { keepOnnxRuntimeQuiet } from '../inference/onnx-runtime.ts';
import type { ItemColumns, RankedColumns, RankOptions } from './score-rec.ts';

export interface WorkerSetup {
  readonly bundle: string;
  readonly rank: RankOptions;
}

export type WorkerQuestion =
  | {
      readonly kind: 'intent';
      readonly sessions: ActionSequences;
      readonly context?: SessionContext;
    }
  | { readonly kind: 'rec'; readonly sessions: ItemColumns };

export type WorkerMessage = WorkerQuestion | { readonly kind: 'end' };

export type WorkerAnswer =
  | { readonly probabilities: Float32Array }
  | { readonly ranked: RankedColumns }
  | { readonly fault: { readonly code: string; readonly message: string } };

export interface ScoreThreadsOptions {
  /** Path of a `model.tar.gz` or of an unpacked bundle. */
  readonly bundle: string;
  /** All cores unless given. */
  readonly threads?: number;
  /** What of rec is answered: 10 products, seen ones among them, unless given. */
  readonly rank?: RankOptions;
}

/** Threads that each hold the model of a bundle. */
export interface ScoreThreads {
  readonly threads: number;
  /**
   * The probability of a purchase for each session.
   *
   * @param sessions codes 2..6, rows of any length from 1
   * @param context of the same sessions, for a model that reads it
   * @throws ScoringError
   */
  scoreIntent(sessions: ActionSequences, context?: SessionContext): Promise<Float32Array>;
  /** The products that come next, for each session of at least one known product; throws as `scoreIntent`. */
  scoreRec(sessions: ItemColumns): Promise<RankedColumns>;
  /** Ends the threads, whatever they do. */
  close(): Promise<void>;
}

const DEFAULT_RANK: RankOptions = { k: 10, seenItems: 'include' };

const IS_SOURCE = import.meta.url.endsWith('.ts');

/** The program of a thread, from source or from the build, as this one runs now. */
const workerPath = (): URL =>
  new URL(
    IS_SOURCE ? 'src/batch/score-worker.ts' : 'dist/batch/score-worker.js',
    import.meta.resolve('@lf/serving/package.json'),
  );

/** From source a thread needs the loader of this process, which it does not inherit. */
const FROM_SOURCE = `
const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => {
  register();
  return import(workerData.module);
});
`;

function startWorker(setup: WorkerSetup): Worker {
  if (!IS_SOURCE) return new Worker(workerPath(), { workerData: setup });
  const loader = import.meta.resolve('tsx/esm/api');
  return new Worker(FROM_SOURCE, {
    eval: true,
    workerData: { ...setup, module: workerPath().href, loader },
  });
}

interface Asked {
  readonly question: WorkerQuestion;
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

/** Starts threads that score sessions; the first answers come when the model is loaded. */
export function startScoreThreads({
  bundle,
  threads = availableParallelism(),
  rank = DEFAULT_RANK,
}: ScoreThreadsOptions): ScoreThreads {
  keepOnnxRuntimeQuiet();
  const setup: WorkerSetup = { bundle, rank };
  const waiting: Asked[] = [];
  const idle: Worker[] = [];
  const atWork = new Map<Worker, Asked>();
  let failure: Error | undefined;

  const next = () => {
    for (;;) {
      const worker = idle.at(-1);
      const asked = worker && waiting.shift();
      if (worker === undefined || asked === undefined) return;
      idle.pop();
      atWork.set(worker, asked);
      worker.postMessage(asked.question);
    }
  };
  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of [...atWork.values(), ...waiting]) reject(failure);
    atWork.clear();
    waiting.length = 0;
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = startWorker(setup);
    worker.on('message', (answer: WorkerAnswer) => {
      atWork.get(worker)?.resolve(answer);
      atWork.delete(worker);
      idle.push(worker);
      next();
    });
    worker.on('error', (cause: unknown) =>
      fail(new ScoringError('thread_failed', reasonOf(cause), { cause })),
    );
    worker.on('exit', () => fail(new ScoringError('thread_ended', 'Scoring: a thread has ended.')));
    return worker;
  });
  idle.push(...workers);

  const ask = (question: WorkerQuestion) =>
    new Promise<WorkerAnswer>((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (failure === undefined) next();
      else fail(failure);
    }).then((answer) => {
      if ('fault' in answer) throw new ScoringError(answer.fault.code, answer.fault.message);
      return answer;
    });

  return {
    threads,
    async scoreIntent(sessions, context) {
      const answer = await ask({ kind: 'intent', sessions, ...(context && { context }) });
      if ('probabilities' in answer) return answer.probabilities;
      throw new TypeError('A thread answered what was not asked.');
    },
    async scoreRec(sessions) {
      const answer = await ask({ kind: 'rec', sessions });
      if ('ranked' in answer) return answer.ranked;
      throw new TypeError('A thread answered what was not asked.');
    },
    async close() {
      await Promise.all(workers.map(endWorker));
    },
  };
}

/** Large models take seconds to load; what takes longer hangs. */
const LONGEST_END_MS = 30_000;

/**
 * Lets a thread end by itself: one that is ended while ONNX Runtime loads a model brings the process down
 * (`terminate called after throwing an instance of 'Napi::Error'`).
 */
async function endWorker(worker: Worker): Promise<void> {
  if (worker.threadId === ENDED) return;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const message: WorkerMessage = { kind: 'end' };
  worker.postMessage(message);
  const hanging = setTimeout(() => void worker.terminate(), LONGEST_END_MS);
  await exited;
  clearTimeout(hanging);
}

/** `threadId` of a worker that is no more. */
const ENDED = -1;

function reasonOf(error: unknown): string {
  return `Scoring: a thread failed (${error instanceof Error ? error.message : String(error)}).`;
}
