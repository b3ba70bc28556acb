/// <reference lib="dom" />
import { availableParallelism } from 'node:os';
import { LstmInputError, LstmStateError } from '../errors.ts';
import { copyIn, copyOut, type TrainingState } from '../training-state.ts';
import { CLOSED, TASKS } from '../wasm/tasks.ts';
import { startWorkers } from '../wasm/workers.ts';
import { fromKernelOrder, paddedUnits, toKernelOrder } from './gate-order.ts';
import { JOB, memoryLayout, MODE, shardCount } from './memory-layout.ts';
import {
  checkBatch,
  checkInteger,
  checkLabels,
  type LabelledBatch,
  type SequenceBatch,
} from './sequence-batch.ts';
import { createShards } from './shards.ts';
import { instantiateLstm, LSTM_WASM } from './wasm-module.ts';
import { checkWeights, type LstmWeights } from './weights.ts';

/** Sizes of a kernel; its memory is taken once, when it is created. */
export interface FusedLstmOptions {
  readonly units: number;
  /** Width of the one-hot input. */
  readonly actions: number;
  /** Rows of the largest batch. */
  readonly maxBatch: number;
  /** Events of the longest row. */
  readonly maxTime: number;
  /** Threads, the calling one included; one per 64 rows of maxBatch at most. Default: all cores. */
  readonly threads?: number;
}

/** Adam's settings, with Keras' defaults. */
export interface AdamOptions {
  readonly learningRate: number;
  /** Default .9. */
  readonly beta1?: number;
  /** Default .999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** One-hot -> LSTM -> Dense(1, sigmoid) with binary cross-entropy; weights, moments and scratch inside. */
export interface FusedLstm {
  readonly units: number;
  readonly actions: number;
  readonly maxBatch: number;
  readonly maxTime: number;
  readonly threads: number;
  /** Copies weights in; Adam's moments stay. */
  setWeights(weights: LstmWeights): void;
  /** Copies the weights out. */
  getWeights(): LstmWeights;
  /** Copies out all that later steps depend on. */
  getTrainingState(): TrainingState;
  /** Goes on from the state of a kernel of the same units and actions. @throws LstmInputError for another one's */
  setTrainingState(state: TrainingState): void;
  /** Loss of a batch, the mean unless it has weights, and its gradients, as new arrays; `adamStep` may follow. */
  lossAndGradients(batch: LabelledBatch): {
    readonly loss: number;
    readonly gradients: LstmWeights;
  };
  /** One step of Adam by the gradients of the last batch. */
  adamStep(options: AdamOptions): void;
  /** `lossAndGradients` and `adamStep` without copying gradients out; returns the loss before the step. */
  trainStep(batch: LabelledBatch, options: AdamOptions): number;
  /** Probabilities `[batch]`. */
  predict(batch: SequenceBatch): Float32Array;
  /** Ends the threads; any later call throws. */
  dispose(): void;
}

/**
 * Creates a kernel with all weights zero: call `setWeights` first.
 *
 * @throws LstmInputError if a size is out of range or memory would pass 4 GiB
 */
export function createFusedLstm(options: FusedLstmOptions): FusedLstm {
  const { units, actions, maxBatch, maxTime } = options;
  checkInteger('units', units, 1, 4096);
  checkInteger('actions', actions, 1, 255);
  checkInteger('maxBatch', maxBatch, 1, 2 ** 20);
  checkInteger('maxTime', maxTime, 1, 2 ** 24);
  const wanted = options.threads ?? availableParallelism();
  checkInteger('threads', wanted, 1, 1024);
  const size = { units, actions, maxBatch, maxTime };
  const threads = Math.min(wanted, shardCount(maxBatch));
  const layout = memoryLayout({ ...size, threads });

  const memory = new WebAssembly.Memory({
    initial: layout.pages,
    maximum: layout.pages,
    shared: true,
  });
  const wasm = instantiateLstm(memory);
  const job = new Int32Array(memory.buffer, 0, 16);
  job[TASKS.nextTask] = CLOSED;
  job[JOB.units] = paddedUnits(units);
  job[JOB.actions] = actions;
  job[JOB.weights] = layout.weights;
  job[JOB.packed] = layout.packed;
  job[JOB.gradients] = layout.gradients;
  job[JOB.shards] = layout.shards;
  job[JOB.shardBytes] = layout.shardBytes;
  job[JOB.scratch] = layout.scratch;
  job[JOB.scratchBytes] = layout.scratchBytes;
  const parameters = new Float32Array(memory.buffer, layout.weights, layout.parameters);
  const trained = [layout.weights, layout.firstMoments, layout.secondMoments].map(
    (address) => new Float32Array(memory.buffer, address, layout.parameters),
  );
  const shards = createShards(memory.buffer, layout, options);
  startWorkers(LSTM_WASM.compiled(), memory, threads - 1);

  let disposed = false;
  let isPacked = false;
  let gradients: number | undefined; // address of the last batch's gradients
  let adamSteps = 0;

  const requireLive = (): void => {
    if (disposed) throw new LstmStateError('The fused LSTM was disposed: create another one.');
  };
  const runJob = (mode: number, batch: number): void => {
    if (!isPacked) wasm.pack();
    isPacked = true;
    job[TASKS.taskCount] = shardCount(batch);
    wasm.run(mode);
  };
  const train = (batch: LabelledBatch): { loss: number; address: number } => {
    requireLive();
    checkBatch(batch, maxBatch, maxTime);
    checkLabels(batch);
    gradients = undefined;
    shards.write(batch, 0, batch.batch);
    shards.writeLabels(batch);
    runJob(MODE.train, batch.batch);
    gradients = wasm.sumGradients(layout.maxShards);
    return { loss: shards.loss(batch), address: gradients };
  };
  const adamStep = (adam: AdamOptions): void => {
    requireLive();
    if (gradients === undefined) {
      throw new LstmStateError('adamStep needs gradients: call lossAndGradients before each step.');
    }
    const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = adam;
    adamSteps++;
    const stepSize = (learningRate * Math.sqrt(1 - beta2 ** adamSteps)) / (1 - beta1 ** adamSteps);
    wasm.adam(
      layout.weights,
      gradients,
      layout.firstMoments,
      layout.secondMoments,
      layout.parameters,
      stepSize,
      1 - beta1,
      1 - beta2,
      epsilon,
    );
    gradients = undefined;
    isPacked = false;
  };

  return {
    ...size,
    threads,
    setWeights(weights) {
      requireLive();
      checkWeights(weights, units, actions);
      toKernelOrder(weights, parameters);
      isPacked = false;
    },
    getWeights() {
      requireLive();
      return fromKernelOrder(parameters, units, actions);
    },
    getTrainingState() {
      requireLive();
      return { steps: adamSteps, values: copyOut(trained) };
    },
    setTrainingState({ steps, values }) {
      requireLive();
      if (!copyIn(values, trained)) {
        const expected = `the ${3 * layout.parameters} values of such a kernel`;
        throw new LstmInputError('state', expected, `${values.length}`);
      }
      adamSteps = steps;
      isPacked = false;
    },
    lossAndGradients(batch) {
      const { loss, address } = train(batch);
      const values = new Float32Array(memory.buffer, address, layout.parameters);
      return { loss, gradients: fromKernelOrder(values, units, actions) };
    },
    adamStep,
    trainStep(batch, adam) {
      const { loss } = train(batch);
      adamStep(adam);
      return loss;
    },
    predict(batch) {
      requireLive();
      checkBatch(batch, Number.MAX_SAFE_INTEGER, maxTime);
      const probabilities = new Float32Array(batch.batch);
      for (let from = 0; from < batch.batch; from += maxBatch) {
        const rows = Math.min(maxBatch, batch.batch - from);
        shards.write(batch, from, rows);
        runJob(MODE.predict, rows);
        shards.readProbabilities(probabilities, from, rows);
      }
      return probabilities;
    },
    dispose() {
      if (!disposed) wasm.stop();
      disposed = true;
    },
  };
}
