import type { LstmWeights, TrainingState } from '@lf/kernels';
import type { Batch } from '../batch/make-batch.ts';

/** The loss of a batch and how it changes with every weight. */
export interface LossAndGradients {
  /** Weighted sum of the rows' binary cross-entropies, in nats. */
  readonly loss: number;
  /** Same shapes as the weights. */
  readonly gradients: LstmWeights;
}

/** What followed the rows of a batch. */
export interface Targets {
  /** [row] share of purchases: 0, 1, or between where rows that are alike were counted together */
  readonly shares: Float32Array;
  /** [row] what each row's loss is multiplied by in the sum; the mean when left out */
  readonly weights?: Float32Array;
}

/** What an engine must have room for. */
export interface EngineSize {
  /** Units of the LSTM. */
  readonly units: number;
  /** Rows of the largest batch. */
  readonly maxBatch: number;
  /** Steps of the longest row, start and end included. */
  readonly maxTime: number;
}

/**
 * One way to compute the model: one-hot actions -> LSTM -> last hidden state -> dense -> sigmoid,
 * trained by Adam with Keras's defaults. Weights are zero until `setWeights`.
 */
export interface IntentEngine {
  readonly name: 'fused' | 'tfjs';
  /** What computes: a TensorFlow.js backend, or the kernels and their threads. */
  readonly backend: string;
  /** Copies weights in; the optimizer's moments stay. */
  setWeights(weights: LstmWeights): void;
  /** A copy of the weights. */
  getWeights(): LstmWeights;
  lossAndGradients(batch: Batch, targets: Targets): Promise<LossAndGradients>;
  /**
   * Changes the weights by one step of Adam.
   *
   * @returns the loss before the step, in nats
   */
  trainStep(batch: Batch, targets: Targets, learningRate: number): Promise<number>;
  /** @returns [row] probabilities of a purchase, in the batch's row order */
  predict(batch: Batch): Promise<Float32Array>;
  /** All that later steps depend on; absent where an engine cannot tell it. */
  getTrainingState?(): TrainingState;
  /** Goes on from the state of an engine of the same name and size. */
  setTrainingState?(state: TrainingState): void;
  /** Frees what the engine holds; it is not used again. */
  dispose(): void;
}
