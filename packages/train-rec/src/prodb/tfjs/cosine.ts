import * as tf from '@tensorflow/tfjs-core';

/** As the kernels: keeps a row of zeros finite. */
const EPSILON = 1e-12;

/** Rows made as long as `scale`, and what the way back needs. */
export interface Stretched {
  readonly rows: tf.Tensor2D;
  /** `[row, 1]`: scale / length before. */
  readonly factor: tf.Tensor;
  readonly scale: number;
}

export function stretch(rows: tf.Tensor2D, scale: number): Stretched {
  const squares = tf.sum(tf.square(rows), 1, true);
  const factor = tf.mul(tf.rsqrt(tf.add(squares, EPSILON)), scale);
  return { rows: tf.mul(rows, factor), factor, scale };
}

/** The gradient of the rows before: what lies along them does not count. */
export function stretchBackward(
  { rows, factor, scale }: Stretched,
  gradient: tf.Tensor2D,
): tf.Tensor2D {
  const dots = tf.sum(tf.mul(gradient, rows), 1, true);
  const along = tf.mul(rows, tf.div(dots, scale * scale));
  return tf.mul(tf.sub(gradient, along), factor);
}
