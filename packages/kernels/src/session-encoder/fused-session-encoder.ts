/// <reference lib="dom" />
import { availableParallelism } from 'node:os';
import { SessionEncoderStateError } from '../errors.ts';
import type { AdamOptions } from '../lstm/fused-lstm.ts';
import { dropoutThreshold } from '../masked-lm/dropout.ts';
import type { SampledItems } from '../masked-lm/masked-batch.ts';
import { CLOSED, TASKS } from '../wasm/tasks.ts';
import { startWorkers } from '../wasm/workers.ts';
import {
  checkCapacity,
  checkEncoderWeights,
  checkTrainingSessions,
  type SessionEncoderCapacity,
} from './check-input.ts';
import { createDenseAdam } from './dense-adam.ts';
import {
  encoderLayout,
  MODE,
  MODEL_WORD,
  ROW_CHUNK,
  TOUCHED_CHUNK,
  TOUCHED_WORDS,
  WORD,
  WORD_COUNT,
} from './memory-layout.ts';
import { DENSE_NAMES, type SessionEncoderSize, type SessionEncoderWeights } from './size.ts';
import { listTouchedItems } from './touched-items.ts';
import type { TrainingSessions } from './training-sessions.ts';
import { SESSION_ENCODER_WASM } from './wasm-module.ts';

/** Sizes and settings of a kernel; its memory is taken once, when it is created. */
export interface FusedSessionEncoderOptions extends SessionEncoderSize {
  /** Sessions of the largest batch. */
  readonly maxSessions: number;
  /** Items of the sessions of the largest batch, together. */
  readonly maxTokens: number;
  /** Items that stand for all others in the softmax; 0, the default, takes all. */
  readonly samples?: number;
  /** Scale of cosines as logits: 1 / temperature. */
  readonly scale: number;
  /** Threads, the calling one included; their number changes no result. Default: all cores. */
  readonly threads?: number;
}

/** Trains a session encoder; weights, moments and scratch inside. */
export interface FusedSessionEncoder {
  /** Copies weights in; Adam's moments stay. */
  setWeights(weights: SessionEncoderWeights): void;
  /** Copies the weights out. */
  getWeights(): SessionEncoderWeights;
  /** Mean cross-entropy of the targets in nats and its gradients, as new arrays. */
  lossAndGradients(sessions: TrainingSessions): {
    readonly loss: number;
    readonly gradients: SessionEncoderWeights;
  };
  /** One step of Adam, which leaves items without a gradient as they are; returns the mean loss before it. */
  trainStep(
    sessions: TrainingSessions,
    adam: AdamOptions & {
      /** Of all weights but the embeddings; default the same. */
      readonly denseLearningRate?: number;
    },
  ): number;
  /** Ends the threads; any later call throws. */
  dispose(): void;
}

/**
 * Creates a kernel with all weights zero: call `setWeights` first.
 *
 * @throws SessionEncoderInputError if a size is out of range or memory would pass 4 GiB
 */
export function createFusedSessionEncoder(
  options: FusedSessionEncoderOptions,
): FusedSessionEncoder {
  const { dimensions, items, samples = 0, threads = availableParallelism() } = options;
  const capacity: SessionEncoderCapacity = { ...options, samples, threads };
  checkCapacity(capacity);
  const layout = encoderLayout(capacity);
  const memory = new WebAssembly.Memory({
    initial: layout.pages,
    maximum: layout.pages,
    shared: true,
  });
  const ints = (address: number, count: number) => new Int32Array(memory.buffer, address, count);
  const floats = (address: number, count: number) =>
    new Float32Array(memory.buffer, address, count);
  const job = ints(0, 16);
  const words = ints(layout.model, WORD_COUNT);
  const numbers = floats(layout.model, WORD_COUNT);
  fillWords(words, capacity, layout);
  numbers[WORD.scale] = options.scale;
  job[TASKS.nextTask] = CLOSED;
  job[MODEL_WORD] = layout.model;
  const wasm = SESSION_ENCODER_WASM.instantiate(memory);
  const runMode = wasm('run');
  const table = floats(layout.items, items * dimensions);
  const dense = floats(layout.dense, layout.denseCount);
  const columnItems = ints(layout.columnItems, layout.columns).fill(-1);
  const columnBiases = floats(layout.columnBiases, layout.columns).fill(IMPOSSIBLE);
  const firstColumn = ints(layout.firstColumn, items).fill(-1);
  const nextColumn = ints(layout.nextColumn, layout.columns);
  const targetBiases = floats(layout.targetBiases, options.maxSessions);
  const lists = {
    touched: ints(layout.touched, TOUCHED_WORDS * (layout.maxEntries + 1)),
    addresses: ints(layout.addresses, layout.maxEntries),
  };
  const denseGradient = new Float32Array(layout.denseCount);
  const denseAdam = createDenseAdam(dense, denseGradient);
  let isDisposed = false;
  let waitsForWorkers = threads > 1;
  let adamSteps = 0;

  const requireLive = (): void => {
    if (isDisposed) throw new SessionEncoderStateError();
  };
  const run = (mode: number, tasks: number): void => {
    job[TASKS.taskCount] = tasks;
    if (waitsForWorkers) {
      startWorkers(SESSION_ENCODER_WASM.compiled(), memory, threads - 1);
      waitsForWorkers = false;
    }
    runMode(mode);
  };
  const placeColumns = (drawn: Int32Array, logCounts: Float32Array | undefined): void => {
    for (const item of columnItems) if (item >= 0) firstColumn[item] = -1;
    columnItems.fill(-1, drawn.length);
    columnBiases.fill(IMPOSSIBLE, drawn.length);
    for (let column = drawn.length - 1; column >= 0; column--) {
      const item = drawn[column] ?? 0;
      columnItems[column] = item;
      columnBiases[column] = -(logCounts?.[item] ?? 0);
      nextColumn[column] = firstColumn[item] ?? -1;
      firstColumn[item] = column;
    }
  };
  if (samples === 0) {
    placeColumns(
      Int32Array.from({ length: items }, (_, item) => item),
      undefined,
    );
  }
  const placeSamples = (sampled: SampledItems, targets: Int32Array): void => {
    placeColumns(sampled.items, sampled.logCounts);
    targets.forEach((item, row) => (targetBiases[row] = -(sampled.logCounts[item] ?? 0)));
  };
  /** Forward and backward; returns the mean loss. */
  const differentiate = (sessions: TrainingSessions): number => {
    requireLive();
    checkTrainingSessions(sessions, capacity);
    const { tokens, offsets, targets, dropout } = sessions;
    const rows = targets.length;
    ints(layout.tokens, tokens.length).set(tokens);
    ints(layout.offsets, offsets.length).set(offsets);
    ints(layout.targets, rows).set(targets);
    if (sessions.samples !== undefined) placeSamples(sessions.samples, targets);
    const chunks = Math.ceil(rows / ROW_CHUNK);
    words[WORD.rowCount] = rows;
    words[WORD.paddedRows] = chunks * ROW_CHUNK;
    numbers[WORD.inverseRows] = 1 / rows;
    words[WORD.dropoutSeed] = dropout?.seed ?? 0;
    for (const [part, rate] of [
      ['item', dropout?.items ?? 0],
      ['session', dropout?.session ?? 0],
      ['column', dropout?.columns ?? 0],
    ] as const) {
      words[WORD[`${part}Below`]] = dropoutThreshold(rate);
      numbers[WORD[`${part}Keep`]] = 1 / (1 - rate);
    }
    run(MODE.gather, layout.columns / 8);
    run(MODE.rows, chunks);
    run(MODE.columns, layout.columns / 8);
    sumDense(chunks);
    words[WORD.touchedCount] = listTouchedItems(
      [
        { items: tokens, address: layout.tokenGradients },
        { items: targets, address: layout.targetGradients },
        { items: columnItems, address: layout.columnGradients },
      ],
      4 * dimensions,
      lists,
    );
    return meanLoss(rows);
  };
  const sumDense = (chunks: number): void => {
    denseGradient.fill(0);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const part = floats(layout.denseGradients + 4 * chunk * layout.denseCount, layout.denseCount);
      part.forEach((value, index) => (denseGradient[index] = (denseGradient[index] ?? 0) + value));
    }
  };
  const meanLoss = (rows: number): number => {
    const largest = floats(layout.rowMax, rows);
    const sums = floats(layout.rowSum, rows);
    const logits = floats(layout.targetLogits, rows);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      loss += (largest[row] ?? 0) + Math.log(sums[row] ?? 0) - (logits[row] ?? 0);
    }
    return loss / rows;
  };
  const weightsOf = (embedding: Float32Array, small: Float32Array): SessionEncoderWeights => {
    const { positions } = options;
    return {
      embedding,
      scorer: small.slice(0, dimensions),
      places: small.slice(dimensions, dimensions + positions),
      repeats: small.slice(dimensions + positions, dimensions + 2 * positions),
    };
  };

  return {
    setWeights(weights) {
      requireLive();
      checkEncoderWeights(weights, options);
      table.set(weights.embedding);
      let at = 0;
      for (const name of DENSE_NAMES) {
        dense.set(weights[name], at);
        at += weights[name].length;
      }
    },
    getWeights() {
      requireLive();
      return weightsOf(table.slice(), dense);
    },
    lossAndGradients(sessions) {
      const loss = differentiate(sessions);
      const embedding = new Float32Array(items * dimensions);
      for (let index = 0; index < (words[WORD.touchedCount] ?? 0); index++) {
        const at = index * TOUCHED_WORDS;
        const [item = 0, start = 0, , end = 0] = lists.touched.subarray(at, at + 4);
        for (const address of lists.addresses.subarray(start, end)) {
          floats(address, dimensions).forEach((value, i) => {
            embedding[item * dimensions + i] = (embedding[item * dimensions + i] ?? 0) + value;
          });
        }
      }
      return { loss, gradients: weightsOf(embedding, denseGradient) };
    },
    trainStep(sessions, { learningRate, denseLearningRate = learningRate, ...rest }) {
      const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = rest;
      const loss = differentiate(sessions);
      adamSteps++;
      const correction = Math.sqrt(1 - beta2 ** adamSteps) / (1 - beta1 ** adamSteps);
      numbers[WORD.stepSize] = learningRate * correction;
      numbers[WORD.oneMinusBeta1] = 1 - beta1;
      numbers[WORD.oneMinusBeta2] = 1 - beta2;
      numbers[WORD.epsilon] = epsilon;
      run(MODE.update, Math.ceil((words[WORD.touchedCount] ?? 0) / TOUCHED_CHUNK));
      denseAdam({ stepSize: denseLearningRate * correction, beta1, beta2, epsilon });
      return loss;
    },
    dispose() {
      if (!isDisposed) wasm('stop')();
      isDisposed = true;
    },
  };
}

/** A logit whose exponential is 0. */
const IMPOSSIBLE = -1e30;

function fillWords(
  words: Int32Array,
  { dimensions, positions }: SessionEncoderCapacity,
  layout: ReturnType<typeof encoderLayout>,
): void {
  const values: Partial<Record<keyof typeof WORD, number>> = {
    ...layout,
    dim: dimensions,
    times: positions,
    columnCount: layout.columns,
  };
  for (const [name, index] of Object.entries(WORD)) {
    words[index] = values[name as keyof typeof WORD] ?? 0;
  }
}
