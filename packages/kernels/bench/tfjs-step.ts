import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '../src/backend.ts';
import { initialLstmWeights, type LabelledBatch } from '../src/index.ts';
import { ACTIONS, UNITS } from './step-batch.ts';

/** The same training step in TensorFlow.js operations on the wasm backend; returns the loss. */
export async function createTfjsStep(batch: LabelledBatch): Promise<() => number> {
  await chooseBackend({ prefer: 'wasm' });
  // The core leaves gradients to be registered, in files that Node's import cannot read: tsx can.
  createRequire(import.meta.url)('@tensorflow/tfjs-core/dist/register_all_gradients');
  const weights = initialLstmWeights({ units: UNITS, actions: ACTIONS, seed: 1 });
  const kernel = tf.variable(tf.tensor2d(weights.kernel, [ACTIONS, 4 * UNITS]));
  const recurrent = tf.variable(tf.tensor2d(weights.recurrent, [UNITS, 4 * UNITS]));
  const bias = tf.variable(tf.tensor1d(weights.bias));
  const dense = tf.variable(tf.tensor2d(weights.dense, [UNITS, 1]));
  const denseBias = tf.variable(tf.tensor1d(weights.denseBias));
  const inputs = Array.from({ length: batch.time }, (_, t) => oneHot(batch, t)); // [batch, action]
  const labels = tf.tensor2d(Float32Array.from(batch.labels), [batch.batch, 1]);

  const loss = (): tf.Scalar => {
    let hidden: tf.Tensor2D = tf.zeros([batch.batch, UNITS]);
    let cell: tf.Tensor2D = tf.zeros([batch.batch, UNITS]);
    for (const input of inputs) {
      const z = tf.add<tf.Tensor2D>(
        tf.add(tf.matMul(input, kernel), tf.matMul(hidden, recurrent)),
        bias,
      );
      const [i, f, g, o] = tf.split(z, 4, 1); // [batch, unit] each
      cell = tf.add(tf.mul(tf.sigmoid(f!), cell), tf.mul(tf.sigmoid(i!), tf.tanh(g!)));
      hidden = tf.mul(tf.sigmoid(o!), tf.tanh(cell));
    }
    const p = tf.sigmoid(tf.add(tf.matMul(hidden, dense), denseBias)); // [batch, 1]
    const ofPositives = tf.mul(labels, tf.log(p));
    const ofNegatives = tf.mul(tf.sub(1, labels), tf.log(tf.sub(1, p)));
    return tf.neg(tf.mean(tf.add(ofPositives, ofNegatives)));
  };
  const adam = tf.train.adam(0.001, 0.9, 0.999, 1e-7);
  return () => {
    const value = adam.minimize(loss, true)!;
    const [first] = value.dataSync();
    value.dispose();
    return first!;
  };
}

function oneHot({ codes, batch, time }: LabelledBatch, t: number): tf.Tensor2D {
  const values = new Float32Array(batch * ACTIONS);
  for (let row = 0; row < batch; row++) values[row * ACTIONS + codes[row * time + t]!] = 1;
  return tf.tensor2d(values, [batch, ACTIONS]);
}
