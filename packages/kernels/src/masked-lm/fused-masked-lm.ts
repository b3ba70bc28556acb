/// <reference lib="dom" />
import { availableParallelism } from 'node:os';
import { MaskedLmInputError, MaskedLmStateError } from '../errors.ts';
import type { AdamOptions } from '../lstm/fused-lstm.ts';
import { copyIn, copyOut, type TrainingState } from '../training-state.ts';
import { CLOSED, TASKS } from '../wasm/tasks.ts';
import { startWorkers } from '../wasm/workers.ts';
import { checkMaskedBatch, checkOptions, checkTrainingBatch } from './check-input.ts';
import { dropoutThreshold } from './dropout.ts';
import type { MaskedBatch, MaskedTrainingBatch, SampledItems } from './masked-batch.ts';
import {
  BLOCK_PANELS,
  DENSE_CHUNK,
  MODE,
  MODEL_WORD,
  paddedMasked,
  TOUCHED_CHUNK,
  WORD,
} from './memory-layout.ts';
import { createMaskedLmMemory } from './model-memory.ts';
import { cutShards } from './shards.ts';
import type { MaskedLmSize, MaskedLmWeights } from './size.ts';
import { listTouchedRows } from './touched-rows.ts';
import { instantiateMaskedLm, MASKED_LM_WASM } from './wasm-module.ts';

/** Sizes and settings of a kernel; its memory is taken once, when it is created. */
export interface FusedMaskedLmOptions extends MaskedLmSize {
  /** Sessions of the largest batch. */
  readonly maxSessions: number;
  /** Tokens of the largest batch. */
  readonly maxTokens: number;
  /** Masked positions of the largest batch. */
  readonly maxMasked: number;
  /** Threads, the calling one included; their number changes no result. Default: all cores. */
  readonly threads?: number;
  /** Items that stand for all others in the softmax; 0, the default, is the full softmax. */
  readonly samples?: number;
  /** Scale of cosines as logits; 0, the default, takes plain products. */
  readonly temperature?: number;
  /** Whether each item has a bias that is trained; default true. */
  readonly trainsBias?: boolean;
  /** Whether rows of a table without a gradient keep their values and moments in a step; default false. */
  readonly isLazy?: boolean;
  /** Whether `lossAndGradients` may be called, which costs one more copy of the tables; default false. */
  readonly keepsGradients?: boolean;
}

/** A transformer that names masked items of sessions; weights, moments and scratch inside. */
export interface FusedMaskedLm {
  readonly size: MaskedLmSize;
  readonly threads: number;
  /** Copies weights in; Adam's moments stay. */
  setWeights(weights: MaskedLmWeights): void;
  /** Copies the weights out. */
  getWeights(): MaskedLmWeights;
  /** Copies out all that later steps depend on. */
  getTrainingState(): TrainingState;
  /** Goes on from the state of a kernel of the same size. @throws MaskedLmInputError for another one's */
  setTrainingState(state: TrainingState): void;
  /** Mean cross-entropy of a batch in nats and its gradients, as new arrays. */
  lossAndGradients(batch: MaskedTrainingBatch): {
    readonly loss: number;
    readonly gradients: MaskedLmWeights;
  };
  /** One step of Adam; returns the mean loss before it. */
  trainStep(batch: MaskedTrainingBatch, adam: AdamOptions): number;
  /** Hidden states `[masked, D]` at the masked positions: of length `temperature` where that is set. */
  hidden(batch: MaskedBatch): Float32Array;
  /** Ends the threads; any later call throws. */
  dispose(): void;
}

/**
 * Creates a kernel with all weights zero: call `setWeights` first.
 *
 * @throws MaskedLmInputError if a size is out of range or memory would pass 4 GiB
 */
export function createFusedMaskedLm(options: FusedMaskedLmOptions): FusedMaskedLm {
  const { samples = 0, temperature = 0, isLazy = false, keepsGradients = false } = options;
  const threads = options.threads ?? availableParallelism();
  checkOptions({ ...options, samples, threads, temperature });
  const model = createMaskedLmMemory({ ...options, samples, threads, keepsGradients });
  const { layout, memory, words, numbers, job } = model;
  const wasm = instantiateMaskedLm(memory);
  job[TASKS.nextTask] = CLOSED;
  job[MODEL_WORD] = layout.model;
  numbers[WORD.temperature] = temperature;
  words[WORD.trainsBias] = options.trainsBias === false ? 0 : 1;
  words[WORD.headSampled] = samples === 0 ? 0 : 1;
  let waitsForWorkers = threads > 1; // until the first job that they can share: one session is encoded without

  let isDisposed = false;
  let isPacked = false;
  let adamSteps = 0;
  let shards = 0;
  const tokenAddresses = new Int32Array(options.maxTokens);

  const requireLive = (): void => {
    if (isDisposed)
      throw new MaskedLmStateError('The fused model was disposed: create another one.');
  };
  const run = (mode: number, tasks: number): void => {
    job[TASKS.taskCount] = tasks;
    if (waitsForWorkers && tasks > 1 && mode !== MODE.pack) {
      startWorkers(MASKED_LM_WASM.compiled(), memory, threads - 1);
      waitsForWorkers = false;
    }
    if (tasks > 0) wasm.run(mode);
  };
  const encode = (batch: MaskedBatch, rows: number): void => {
    if (!isPacked) run(MODE.pack, options.layers);
    isPacked = true;
    model.tokens.set(batch.tokens);
    model.positions.set(batch.positions);
    model.offsets.set(batch.offsets);
    model.masked.set(batch.masked);
    shards = cutShards(batch, layout.shardRows, model.shards, (token, shard, place) => {
      tokenAddresses[token] = model.gradientAddress(shard, place);
    });
    words[WORD.maskedCount] = batch.masked.length;
    words[WORD.maskedRows] = rows;
    words[WORD.shardsUsed] = shards;
    model.hidden.fill(0, batch.masked.length * options.dimensions, rows * options.dimensions);
    run(MODE.encode, shards);
  };
  const placeColumns = (batch: MaskedTrainingBatch): void => {
    if (samples === 0 || batch.samples === undefined) {
      model.targets.set(batch.targets);
      words[WORD.headPanels] = layout.panels;
      return;
    }
    const columns = placeSamples(batch.samples, batch.targets);
    words[WORD.headPanels] = columns / 8;
    words[WORD.headOwn] = layout.sampleColumns;
    run(MODE.gather, columns / 8);
  };
  // Columns: the samples, then each row's own target; each corrected by how often samples are expected of it.
  const placeSamples = ({ items, logCounts }: SampledItems, targets: Int32Array): number => {
    const own = layout.sampleColumns;
    const columns = own + 8 * Math.ceil(targets.length / 8);
    model.headItems.fill(-1, 0, columns);
    model.headBias.fill(model.impossible, 0, columns);
    const place = (item: number, column: number): void => {
      model.headItems[column] = item;
      model.headBias[column] = (model.bias[item] ?? 0) - (logCounts[item] ?? 0);
    };
    items.forEach(place);
    targets.forEach((item, row) => {
      place(item, own + row);
      model.targets[row] = own + row;
    });
    return columns;
  };
  /** Forward and backward up to the encoder's own gradients; returns the mean loss. */
  const differentiate = (batch: MaskedTrainingBatch): number => {
    requireLive();
    checkTrainingBatch(batch, { ...options, samples });
    const { dropout, masked } = batch;
    const rows = paddedMasked(masked.length);
    numbers[WORD.dropoutScale] = 1 / (1 - (dropout?.rate ?? 0));
    words[WORD.dropoutBelow] = dropoutThreshold(dropout?.rate ?? 0);
    words[WORD.dropoutSeed] = dropout?.seed ?? 0;
    words[WORD.inputDropout] = dropout?.isOnInput === true ? 1 : 0;
    numbers[WORD.inverseMasked] = 1 / masked.length;
    encode(batch, rows);
    placeColumns(batch);
    const blocks = Math.ceil((words[WORD.headPanels] ?? 0) / BLOCK_PANELS);
    run(MODE.head, blocks);
    wasm.combine();
    run(MODE.headBackward, blocks);
    run(MODE.encodeBackward, shards);
    return meanLoss(masked.length);
  };
  const meanLoss = (count: number): number => {
    let sum = 0;
    for (let m = 0; m < count; m++) {
      const normaliser = (model.rowMax[m] ?? 0) + Math.log(model.rowSum[m] ?? 0);
      sum += normaliser - (model.targetLogits[m] ?? 0);
    }
    return sum / count;
  };
  const listTouched = (batch: MaskedTrainingBatch): { inputs: number; outputs: number } => {
    const columns = 8 * (words[WORD.headPanels] ?? 0);
    const columnRows = samples === 0 ? NONE : model.headItems.subarray(0, columns);
    const tokens = { tokenRows: batch.tokens, tokenAddresses };
    const nothing = { tokenRows: NONE, tokenAddresses: NONE };
    const outputs = options.isTied
      ? listTouchedRows({ ...tokens, columnRows }, model.outputLists)
      : listTouchedRows({ ...nothing, columnRows }, model.outputLists);
    const inputs = options.isTied
      ? 0
      : listTouchedRows({ ...tokens, columnRows: NONE }, model.inputLists);
    words[WORD.outputTouchedCount] = outputs;
    words[WORD.inputTouchedCount] = inputs;
    return { inputs, outputs };
  };
  const update = (batch: MaskedTrainingBatch, canBeLazy: boolean): void => {
    const { inputs, outputs } = listTouched(batch);
    const blocks = Math.ceil(layout.panels / BLOCK_PANELS);
    const chunks = (touched: number) => Math.ceil(touched / TOUCHED_CHUNK);
    run(MODE.updateDense, Math.ceil(layout.denseCount / DENSE_CHUNK));
    if (canBeLazy && samples > 0) run(MODE.updateOutputRows, chunks(outputs));
    else run(MODE.updateOutput, blocks);
    if (options.isTied) return;
    if (canBeLazy) run(MODE.updateInputRows, chunks(inputs));
    else run(MODE.updateInput, blocks);
  };

  return {
    size: options,
    threads,
    setWeights(weights) {
      requireLive();
      model.writeWeights(weights);
      isPacked = false;
    },
    getWeights() {
      requireLive();
      return model.readWeights();
    },
    getTrainingState() {
      requireLive();
      return { steps: adamSteps, values: copyOut(model.trained) };
    },
    setTrainingState({ steps, values }) {
      requireLive();
      if (!copyIn(values, model.trained)) {
        const expected = 'the values of a kernel of the same size';
        throw new MaskedLmInputError('state', expected, `${values.length} values`);
      }
      adamSteps = steps;
      isPacked = false;
    },
    lossAndGradients(batch) {
      if (!keepsGradients) {
        throw new MaskedLmStateError('Create the kernel with keepsGradients to read gradients.');
      }
      const loss = differentiate(batch);
      words[WORD.keepsGradients] = 1;
      update(batch, false);
      words[WORD.keepsGradients] = 0;
      return { loss, gradients: model.readGradients() };
    },
    trainStep(batch, { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }) {
      const loss = differentiate(batch);
      adamSteps++;
      numbers[WORD.stepSize] =
        (learningRate * Math.sqrt(1 - beta2 ** adamSteps)) / (1 - beta1 ** adamSteps);
      numbers[WORD.oneMinusBeta1] = 1 - beta1;
      numbers[WORD.oneMinusBeta2] = 1 - beta2;
      numbers[WORD.epsilon] = epsilon;
      update(batch, isLazy);
      isPacked = false;
      return loss;
    },
    hidden(batch) {
      requireLive();
      checkMaskedBatch(batch, options);
      words[WORD.dropoutBelow] = 0;
      encode(batch, paddedMasked(batch.masked.length));
      return model.hidden.slice(0, batch.masked.length * options.dimensions);
    },
    dispose() {
      if (!isDisposed) wasm.stop();
      isDisposed = true;
    },
  };
}

const NONE = new Int32Array(0);
