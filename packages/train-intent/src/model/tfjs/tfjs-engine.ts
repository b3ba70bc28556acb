import { ACTIONS, intentParameterSizes } from '@lf/contract';
import type { LstmWeights } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../../batch/make-batch.ts';
import type { EngineSize, IntentEngine, LossAndGradients, Targets } from '../engine.ts';
import { copyWeights } from '../weights.ts';
import { createAdam } from './adam.ts';
import { runBackward } from './lstm-backward.ts';
import { runForward, toTensors } from './lstm-forward.ts';
import { packByStep } from './packed-steps.ts';

/**
 * The model in TensorFlow.js operations, on the backend that is active. The weights, 11 k values at
 * 48 units, stay outside of tensors: no tensor outlives a call.
 *
 * @param backend the active backend, for the record
 */
export function createTfjsEngine({ units }: EngineSize, backend: string): IntentEngine {
  let weights = zeroWeights(units);
  const adam = createAdam(units);
  return {
    name: 'tfjs',
    backend,
    setWeights(values) {
      weights = copyWeights(values);
    },
    getWeights: () => copyWeights(weights),
    lossAndGradients: (batch, targets) => lossAndGradients(weights, batch, targets),
    async trainStep(batch, targets, learningRate) {
      const { loss, gradients } = await lossAndGradients(weights, batch, targets);
      adam.update(weights, gradients, learningRate);
      return loss;
    },
    predict: (batch) => predict(weights, batch),
    dispose: () => undefined,
  };
}

function zeroWeights(units: number): LstmWeights {
  const sizes = intentParameterSizes(units);
  return {
    units,
    actions: ACTIONS.length,
    kernel: new Float32Array(sizes.kernel),
    recurrent: new Float32Array(sizes.recurrent),
    bias: new Float32Array(sizes.bias),
    dense: new Float32Array(sizes.dense),
    denseBias: new Float32Array(sizes.denseBias),
  };
}

async function predict(weights: LstmWeights, batch: Batch): Promise<Float32Array> {
  const packed = packByStep(batch);
  const probabilities = tf.tidy(() => tf.sigmoid(runForward(toTensors(weights), packed).logits));
  try {
    const inPackedOrder = await read(probabilities);
    const inBatchOrder = new Float32Array(batch.size);
    packed.order.forEach((row, index) => {
      inBatchOrder[row] = inPackedOrder[index] ?? NaN;
    });
    return inBatchOrder;
  } finally {
    probabilities.dispose();
  }
}

async function lossAndGradients(
  weights: LstmWeights,
  batch: Batch,
  targets: Targets,
): Promise<LossAndGradients> {
  const { loss, ...gradients } = tf.tidy(() => {
    const tensors = toTensors(weights);
    const packed = packByStep(batch);
    const forward = runForward(tensors, packed);
    const column = (valueOf: (row: number) => number): tf.Tensor2D =>
      tf.tensor2d(Float32Array.from(packed.order, valueOf), [batch.size, 1]);
    const wanted = column((row) => targets.shares[row] ?? 0);
    const rowWeights = column((row) => targets.weights?.[row] ?? 1 / batch.size);
    const errors = tf.sub(tf.sigmoid(forward.logits), wanted);
    const dLogits: tf.Tensor2D = tf.mul(errors, rowWeights);
    return {
      loss: weightedCrossEntropy(forward.logits, wanted, rowWeights),
      ...runBackward(tensors, packed, forward, dLogits),
    };
  });
  try {
    const [lossValues, kernel, recurrent, bias, dense, denseBias] = await Promise.all([
      read(loss),
      read(gradients.kernel),
      read(gradients.recurrent),
      read(gradients.bias),
      read(gradients.dense),
      read(gradients.denseBias),
    ]);
    return {
      loss: lossValues[0] ?? NaN,
      gradients: { ...weights, kernel, recurrent, bias, dense, denseBias },
    };
  } finally {
    tf.dispose([loss, ...Object.values(gradients)]);
  }
}

/** A copy of a tensor's values: the cpu backend hands out its own array. */
async function read(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data<'float32'>());
}

/** Sum over rows of weight * (max(z, 0) - z * y + log(1 + exp(-|z|))): cross-entropy that never overflows. */
function weightedCrossEntropy(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  rowWeights: tf.Tensor2D,
): tf.Tensor {
  const correction = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
  const losses = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), correction);
  return tf.sum(tf.mul(losses, rowWeights));
}
