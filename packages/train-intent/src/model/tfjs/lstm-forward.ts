import type { LstmWeights } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { PackedSteps } from './packed-steps.ts';

/** The weights as tensors, in Keras's layout: gates i, f, c, o along the last axis. */
export interface WeightTensors {
  /** [action, 4 * unit] */
  readonly kernel: tf.Tensor2D;
  /** [unit, 4 * unit] */
  readonly recurrent: tf.Tensor2D;
  /** [4 * unit] */
  readonly bias: tf.Tensor1D;
  /** [unit, 1] */
  readonly dense: tf.Tensor2D;
  /** [1] */
  readonly denseBias: tf.Tensor1D;
}

/** What one step leaves behind for the way back; every tensor is [step's rows, unit]. */
export interface StepState {
  readonly input: tf.Tensor;
  readonly forget: tf.Tensor;
  readonly candidate: tf.Tensor;
  readonly output: tf.Tensor;
  readonly tanhCell: tf.Tensor;
  readonly hidden: tf.Tensor;
  /** Absent at the first step, where both are zero. */
  readonly previous?: { readonly hidden: tf.Tensor; readonly cell: tf.Tensor };
}

export interface LstmForward {
  readonly steps: readonly StepState[];
  /** [row, unit] the hidden state after each row's last step */
  readonly lastHidden: tf.Tensor2D;
  /** [row, 1] log odds of a purchase */
  readonly logits: tf.Tensor2D;
}

/** Call within `tf.tidy`, which then disposes the tensors. */
export function toTensors(weights: LstmWeights): WeightTensors {
  const { units, actions } = weights;
  return {
    kernel: tf.tensor2d(weights.kernel, [actions, 4 * units]),
    recurrent: tf.tensor2d(weights.recurrent, [units, 4 * units]),
    bias: tf.tensor1d(weights.bias),
    dense: tf.tensor2d(weights.dense, [units, 1]),
    denseBias: tf.tensor1d(weights.denseBias),
  };
}

/** Runs the model over a batch. Call within `tf.tidy`. */
export function runForward(weights: WeightTensors, packed: PackedSteps): LstmForward {
  const { activeRows } = packed;
  // The product of a one-hot row and the kernel is one row of the kernel.
  const table = tf.add(weights.kernel, weights.bias); // [action, 4 * unit]
  const inputs = tf.gather(table, tf.tensor1d(packed.codes, 'int32')); // [step's rows, 4 * unit]
  const steps: StepState[] = [];
  const finished: tf.Tensor[] = [];
  let hidden: tf.Tensor | undefined;
  let cell: tf.Tensor | undefined;
  tf.split(inputs, activeRows, 0).forEach((projected, time) => {
    const active = activeRows[time] ?? 0;
    if (hidden !== undefined && cell !== undefined && active < rowsOf(hidden)) {
      const sizes = [active, rowsOf(hidden) - active];
      const [going, ended] = splitInTwo(hidden, sizes, 0);
      finished.unshift(ended);
      hidden = going;
      cell = splitInTwo(cell, sizes, 0)[0];
    }
    const previous = hidden === undefined || cell === undefined ? undefined : { hidden, cell };
    const stepped = runStep(projected, previous, weights.recurrent);
    ({ hidden } = stepped.state);
    ({ cell } = stepped);
    steps.push(stepped.state);
  });
  if (hidden !== undefined) finished.unshift(hidden);
  const lastHidden: tf.Tensor2D = tf.concat2d(finished.map(asMatrix), 0);
  const logits: tf.Tensor2D = tf.add(tf.matMul(lastHidden, weights.dense), weights.denseBias);
  return { steps, lastHidden, logits };
}

function runStep(
  projected: tf.Tensor,
  previous: StepState['previous'],
  recurrent: tf.Tensor2D,
): { state: StepState; cell: tf.Tensor } {
  const gates =
    previous === undefined ? projected : tf.add(projected, tf.matMul(previous.hidden, recurrent));
  const half = (gates.shape[1] ?? 0) / 2;
  const [inputForget, candidateOutput] = splitInTwo(gates, [half, half], 1);
  const [input, forget] = splitInTwo(tf.sigmoid(inputForget), [half / 2, half / 2], 1);
  const [candidateGate, outputGate] = splitInTwo(candidateOutput, [half / 2, half / 2], 1);
  const candidate = tf.tanh(candidateGate);
  const output = tf.sigmoid(outputGate);
  const written = tf.mul(input, candidate);
  const cell = previous === undefined ? written : tf.add(tf.mul(forget, previous.cell), written);
  const tanhCell = tf.tanh(cell);
  const hidden = tf.mul(output, tanhCell);
  const state = { input, forget, candidate, output, tanhCell, hidden };
  return { state: previous === undefined ? state : { ...state, previous }, cell };
}

export function rowsOf(tensor: tf.Tensor): number {
  return tensor.shape[0] ?? 0;
}

function asMatrix(tensor: tf.Tensor): tf.Tensor2D {
  return tf.reshape(tensor, [rowsOf(tensor), -1]);
}

function splitInTwo(tensor: tf.Tensor, sizes: number[], axis: number): [tf.Tensor, tf.Tensor] {
  const [first, second] = tf.split(tensor, sizes, axis);
  if (first === undefined || second === undefined) {
    throw new TypeError(`While splitting a tensor into ${sizes.join(' + ')}, a part was missing.`);
  }
  return [first, second];
}
