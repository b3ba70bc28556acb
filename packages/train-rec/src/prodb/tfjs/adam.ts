import * as tf from '@tensorflow/tfjs-core';

/** Keras's defaults. */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** The factor of a step (Keras): the bias correction of both moments is in it, epsilon stands outside. */
export function adamStepSize(learningRate: number, step: number): number {
  return (learningRate * Math.sqrt(1 - BETA_2 ** step)) / (1 - BETA_1 ** step);
}

/** A weight and its moments. */
export type AdamState = Readonly<Record<'value' | 'first' | 'second', tf.Tensor>>;

/**
 * One step of Adam. Call within `tf.tidy`.
 *
 * @param touched 1 where a row may move, `[row, 1]` or `[row]`; all rows where left out
 */
export function adamStep(
  { value, first, second }: AdamState,
  gradient: tf.Tensor,
  stepSize: number,
  touched?: tf.Tensor,
): AdamState {
  const only = (change: tf.Tensor) => (touched === undefined ? change : tf.mul(change, touched));
  const newFirst = tf.add(first, only(tf.mul(tf.sub(gradient, first), 1 - BETA_1)));
  const newSecond = tf.add(second, only(tf.mul(tf.sub(tf.square(gradient), second), 1 - BETA_2)));
  const step = tf.div(tf.mul(newFirst, stepSize), tf.add(tf.sqrt(newSecond), EPSILON));
  return { value: tf.sub(value, only(step)), first: newFirst, second: newSecond };
}
