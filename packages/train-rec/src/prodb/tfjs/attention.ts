import type { MaskedLmSize } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { PaddedBatch } from './padded-batch.ts';

/** What attention keeps for the way back; queries, keys and values `[session, head, time, D / heads]`. */
export interface Attended {
  readonly queries: tf.Tensor4D;
  readonly keys: tf.Tensor4D;
  readonly values: tf.Tensor4D;
  /** `[session, head, time, time]` */
  readonly chances: tf.Tensor4D;
  /** `[row, D]` */
  readonly out: tf.Tensor2D;
}

/** Scaled dot-product attention of all heads. @param qkv `[row, 3D]` */
export function attend(qkv: tf.Tensor2D, batch: PaddedBatch, size: MaskedLmSize): Attended {
  const part = (which: number): tf.Tensor4D => toHeads(sliceOf(qkv, which, size), batch, size);
  const [queries, keys, values] = [part(0), part(1), part(2)];
  const products: tf.Tensor4D = tf.matMul(queries, keys, false, true);
  const scores: tf.Tensor4D = tf.add(tf.mul(products, scaleOf(size)), batch.keyBias);
  const chances = tf.softmax(scores);
  return { queries, keys, values, chances, out: fromHeads(tf.matMul(chances, values), size) };
}

/** The gradient of `qkv` from that of the output. */
export function attendBackward(
  { queries, keys, values, chances }: Attended,
  dOut: tf.Tensor2D,
  batch: PaddedBatch,
  size: MaskedLmSize,
): tf.Tensor2D {
  const slope = toHeads(dOut, batch, size);
  const dChances = tf.matMul(slope, values, false, true);
  const mean = tf.sum(tf.mul(dChances, chances), -1, true);
  const dScores: tf.Tensor4D = tf.mul(tf.mul(chances, tf.sub(dChances, mean)), scaleOf(size));
  return tf.concat2d(
    [
      fromHeads(tf.matMul(dScores, keys), size),
      fromHeads(tf.matMul(dScores, queries, true, false), size),
      fromHeads(tf.matMul(chances, slope, true, false), size),
    ],
    1,
  );
}

function scaleOf({ dimensions, heads }: MaskedLmSize): number {
  return 1 / Math.sqrt(dimensions / heads);
}

function sliceOf(qkv: tf.Tensor2D, which: number, { dimensions }: MaskedLmSize): tf.Tensor2D {
  return tf.slice2d(qkv, [0, which * dimensions], [-1, dimensions]);
}

function toHeads(
  rows: tf.Tensor2D,
  { sessions, time }: PaddedBatch,
  { heads, dimensions }: MaskedLmSize,
): tf.Tensor4D {
  const split: tf.Tensor4D = tf.reshape(rows, [sessions, time, heads, dimensions / heads]);
  return tf.transpose<tf.Tensor4D>(split, [0, 2, 1, 3]);
}

function fromHeads(heads: tf.Tensor4D, { dimensions }: MaskedLmSize): tf.Tensor2D {
  return tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), [-1, dimensions]);
}
