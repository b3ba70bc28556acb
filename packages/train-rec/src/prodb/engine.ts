import type { MaskedLmWeights, MaskedTrainingBatch, TrainingState } from '@lf/kernels';

/** The mean cross-entropy of a batch in nats and how it changes with every weight. */
export interface LossAndGradients {
  readonly loss: number;
  /** Same names and shapes as the weights. */
  readonly gradients: MaskedLmWeights;
}

/**
 * One way to train the model of @lf/kernels' `MaskedLmWeights`, by Adam with Keras' defaults. Weights are zero
 * until `setWeights`.
 */
export interface ProdbEngine {
  readonly name: 'fused' | 'tfjs';
  /** What computes: a TensorFlow.js backend, or the kernels and their threads. */
  readonly backend: string;
  /** Copies weights in; the optimizer's moments stay. */
  setWeights(weights: MaskedLmWeights): void;
  /** A copy of the weights. */
  getWeights(): Promise<MaskedLmWeights>;
  lossAndGradients(batch: MaskedTrainingBatch): Promise<LossAndGradients>;
  /**
   * Changes the weights by one step of Adam.
   *
   * @returns the mean loss before the step, in nats
   */
  trainStep(batch: MaskedTrainingBatch, learningRate: number): Promise<number>;
  /** All that later steps depend on; absent where an engine cannot tell it. */
  getTrainingState?(): TrainingState;
  /** Goes on from the state of an engine of the same name and size. */
  setTrainingState?(state: TrainingState): void;
  /** Frees what the engine holds; it is not used again. */
  dispose(): void;
}
