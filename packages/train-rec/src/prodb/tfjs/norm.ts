import * as tf from '@tensorflow/tfjs-core';
import { tensorOf, type Tensors } from './tensors.ts';

/** As the kernels and the original. */
const EPSILON = 1e-6;

/** What layer normalisation keeps for the way back. */
export interface Normalised {
  /** `[row, D]` before gamma and beta. */
  readonly unit: tf.Tensor2D;
  /** `[row, 1]` 1 / deviation. */
  readonly inverse: tf.Tensor;
  readonly out: tf.Tensor2D;
}

/** Layer normalisation by the names `<part>.gamma` and `<part>.beta`. */
export function normalise(rows: tf.Tensor2D, weights: Tensors, part: string): Normalised {
  const centred: tf.Tensor2D = tf.sub(rows, tf.mean(rows, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const inverse = tf.rsqrt(tf.add(variance, EPSILON));
  const unit: tf.Tensor2D = tf.mul(centred, inverse);
  const scaled = tf.mul(unit, tensorOf(weights, `${part}.gamma`));
  return { unit, inverse, out: tf.add(scaled, tensorOf(weights, `${part}.beta`)) };
}

/** The gradients of `normalise` into `gradients`; returns that of its rows. */
export function normaliseBackward(
  { unit, inverse }: Normalised,
  dOut: tf.Tensor2D,
  weights: Tensors,
  part: string,
  gradients: Map<string, tf.Tensor>,
): tf.Tensor2D {
  gradients.set(`${part}.gamma`, tf.sum(tf.mul(dOut, unit), 0));
  gradients.set(`${part}.beta`, tf.sum(dOut, 0));
  const slope = tf.mul(dOut, tensorOf(weights, `${part}.gamma`));
  const along = tf.mul(unit, tf.mean(tf.mul(slope, unit), 1, true));
  return tf.mul(tf.sub(tf.sub(slope, tf.mean(slope, 1, true)), along), inverse);
}
