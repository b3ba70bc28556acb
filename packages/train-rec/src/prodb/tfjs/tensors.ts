import * as tf from '@tensorflow/tfjs-core';

/** Tensors by the names of `MaskedLmWeights`. */
export type Tensors = ReadonlyMap<string, tf.Tensor>;

export function tensorOf(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new TypeError(`There is no tensor ${name}.`);
  return tensor;
}

function matrixOf(tensors: Tensors, name: string): tf.Tensor2D {
  const tensor = tensorOf(tensors, name);
  return tf.reshape(tensor, [tensor.shape[0] ?? 0, -1]);
}

/** rows x kernel + bias, by the names `<part>.kernel` and `<part>.bias`. */
export function dense(rows: tf.Tensor2D, weights: Tensors, part: string): tf.Tensor2D {
  const product = tf.matMul(rows, matrixOf(weights, `${part}.kernel`));
  return tf.add(product, tensorOf(weights, `${part}.bias`));
}

/** The gradients of `dense` into `gradients`; returns that of its rows. */
export function denseBackward(
  rows: tf.Tensor2D,
  dOut: tf.Tensor2D,
  weights: Tensors,
  part: string,
  gradients: Map<string, tf.Tensor>,
): tf.Tensor2D {
  gradients.set(`${part}.kernel`, tf.matMul(rows, dOut, true, false));
  gradients.set(`${part}.bias`, tf.sum(dOut, 0));
  return tf.matMul(dOut, matrixOf(weights, `${part}.kernel`), false, true);
}

/** The rows of a table at some indices. */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  return tf.gather(table, indices);
}

/** Sums rows `[n, width]` into `[count, width]` by their indices. */
export function sumRows(indices: tf.Tensor1D, rows: tf.Tensor2D, count: number): tf.Tensor2D {
  const [n, width] = rows.shape;
  return tf.scatterND(tf.reshape(indices, [n, 1]), rows, [count, width]);
}
