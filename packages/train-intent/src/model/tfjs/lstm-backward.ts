import * as tf from '@tensorflow/tfjs-core';
import { rowsOf, type LstmForward, type StepState, type WeightTensors } from './lstm-forward.ts';
import type { PackedSteps } from './packed-steps.ts';

/**
 * Gradients of the weights by backpropagation through time. Written out, as TensorFlow.js's build
 * for Node registers no gradients; it also takes half of the operations that a tape would.
 * Call within `tf.tidy`.
 *
 * @param dLogits [row, 1] gradient of the loss
 */
export function runBackward(
  weights: WeightTensors,
  packed: PackedSteps,
  forward: LstmForward,
  dLogits: tf.Tensor2D,
): WeightTensors {
  const dLast = tf.matMul(dLogits, weights.dense, false, true); // [row, unit]
  const dGates: tf.Tensor2D[] = []; // [step] of [step's rows, 4 * unit]
  let dHidden: tf.Tensor | undefined;
  let dCell: tf.Tensor | undefined;
  for (const step of [...forward.steps].reverse()) {
    const rows = rowsOf(step.hidden);
    const later = dHidden === undefined ? 0 : rowsOf(dHidden);
    if (later < rows) {
      const ending = tf.slice(dLast, [later, 0], [rows - later, -1]); // rows whose last step this is
      dHidden = dHidden === undefined ? ending : tf.concat([dHidden, ending], 0);
      dCell =
        dCell === undefined ? tf.zerosLike(ending) : tf.concat([dCell, tf.zerosLike(ending)], 0);
    }
    if (dHidden === undefined || dCell === undefined) continue;
    const back = stepBack(step, dHidden, dCell);
    dGates.unshift(back.dGates);
    dHidden = tf.matMul(back.dGates, weights.recurrent, false, true);
    dCell = back.dPreviousCell;
  }
  const all = tf.concat2d(dGates, 0); // [step's rows, 4 * unit]
  const hot = oneHotRows(packed.codes, rowsOf(weights.kernel)); // [step's rows, action]
  const kernel: tf.Tensor2D = tf.matMul(hot, all, true, false);
  return {
    kernel,
    recurrent: recurrentGradient(forward, all, weights),
    bias: tf.sum(kernel, 0), // every step reads one row of the kernel
    dense: tf.matMul(forward.lastHidden, dLogits, true, false),
    denseBias: tf.sum(dLogits, 0),
  };
}

/**
 * Written on the host: the wasm backend fills a float32 tf.oneHot with integers.
 *
 * @param codes [row]
 * @returns [row, code]
 */
function oneHotRows(codes: Int32Array, width: number): tf.Tensor2D {
  const values = new Float32Array(codes.length * width);
  codes.forEach((code, row) => {
    values[row * width + code] = 1;
  });
  return tf.tensor2d(values, [codes.length, width]);
}

/** The sum over steps of previous hidden^T x dGates, as one product. */
function recurrentGradient(
  forward: LstmForward,
  dGates: tf.Tensor2D,
  weights: WeightTensors,
): tf.Tensor2D {
  const previous = forward.steps.flatMap((step) =>
    step.previous === undefined ? [] : [step.previous.hidden],
  );
  if (previous.length === 0) return tf.zerosLike(weights.recurrent);
  const first = forward.steps[0];
  const skipped = first === undefined ? 0 : rowsOf(first.hidden); // the first step has no previous
  const rest = tf.slice(dGates, [skipped, 0], [-1, -1]);
  return tf.matMul(tf.concat(previous, 0), rest, true, false);
}

function stepBack(
  step: StepState,
  dHidden: tf.Tensor,
  dCellLater: tf.Tensor,
): { dGates: tf.Tensor2D; dPreviousCell: tf.Tensor } {
  const { input, forget, candidate, output, tanhCell, previous } = step;
  const dTanhCell = tf.mul(dHidden, output);
  const dCell = tf.add(dCellLater, tf.sub(dTanhCell, tf.mul(dTanhCell, tf.square(tanhCell))));
  const dInput = tf.mul(tf.mul(dCell, candidate), sigmoidSlope(input));
  const dForget =
    previous === undefined
      ? tf.zerosLike(forget)
      : tf.mul(tf.mul(dCell, previous.cell), sigmoidSlope(forget));
  const dCandidate = tf.mul(tf.mul(dCell, input), tf.sub(1, tf.square(candidate)));
  const dOutput = tf.mul(tf.mul(dHidden, tanhCell), sigmoidSlope(output));
  const gates = [dInput, dForget, dCandidate, dOutput];
  return {
    dGates: tf.reshape(tf.concat(gates, 1), [rowsOf(dHidden), -1]),
    dPreviousCell: tf.mul(dCell, forget),
  };
}

/** The slope of the sigmoid, from its value s: s * (1 - s). */
function sigmoidSlope(value: tf.Tensor): tf.Tensor {
  return tf.sub(value, tf.square(value));
}
