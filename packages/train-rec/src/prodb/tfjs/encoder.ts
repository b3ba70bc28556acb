import type { MaskedLmSize } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { attend, attendBackward, type Attended } from './attention.ts';
import { normalise, normaliseBackward, type Normalised } from './norm.ts';
import type { PaddedBatch } from './padded-batch.ts';
import { dense, denseBackward, sumRows, tensorOf, type Tensors } from './tensors.ts';

interface LayerState {
  readonly x: tf.Tensor2D;
  readonly attended: Attended;
  readonly norm1: Normalised;
  readonly inner: tf.Tensor2D;
  readonly norm2: Normalised;
}

/** The hidden states of all rows, and what the way back needs. */
export interface Encoded {
  readonly layers: readonly LayerState[];
  /** `[row, D]` */
  readonly hidden: tf.Tensor2D;
}

/** The transformer's blocks over a padded batch. Call within `tf.tidy`. */
export function encode(weights: Tensors, batch: PaddedBatch, size: MaskedLmSize): Encoded {
  const { dimensions } = size;
  const items = tf.gather(tensorOf(weights, 'embedding'), batch.tokens);
  const places = tf.gather(tensorOf(weights, 'positions'), batch.positions);
  let x = dropped(tf.reshape(tf.add(items, places), [-1, dimensions]), batch, 0);
  const layers: LayerState[] = [];
  for (let layer = 0; layer < size.layers; layer++) {
    const name = `layers.${layer}`;
    const attended = attend(dense(x, weights, `${name}.attention`), batch, size);
    const merged = dropped(dense(attended.out, weights, `${name}.merge`), batch, 1 + 2 * layer);
    const norm1 = normalise(tf.add(x, merged), weights, `${name}.norm1`);
    const inner = tf.relu(dense(norm1.out, weights, `${name}.inner`));
    const fed = dropped(dense(inner, weights, `${name}.outer`), batch, 2 + 2 * layer);
    const norm2 = normalise(tf.add(norm1.out, fed), weights, `${name}.norm2`);
    layers.push({ x, attended, norm1, inner, norm2 });
    x = norm2.out;
  }
  return { layers, hidden: x };
}

/**
 * The gradients of every weight between the items' table and the head, into `gradients`. Written out, as
 * TensorFlow.js's build for Node registers none; it also needs no kernel that the wasm backend lacks.
 *
 * @param dHidden `[row, D]`
 * @returns the gradient of the items' table `[items + 1, D]`
 */
export function encodeBackward(
  { layers }: Encoded,
  dHidden: tf.Tensor2D,
  weights: Tensors,
  batch: PaddedBatch,
  size: MaskedLmSize,
  gradients: Map<string, tf.Tensor>,
): tf.Tensor2D {
  let dx = dHidden;
  for (const [layer, state] of [...layers.entries()].reverse()) {
    const name = `layers.${layer}`;
    const { x, attended, norm1, inner, norm2 } = state;
    const dFed = normaliseBackward(norm2, dx, weights, `${name}.norm2`, gradients);
    const dOuter = dropped(dFed, batch, 2 + 2 * layer);
    const dInner = denseBackward(inner, dOuter, weights, `${name}.outer`, gradients);
    const dOpen: tf.Tensor2D = tf.mul(dInner, tf.step(inner));
    const dBlock = denseBackward(norm1.out, dOpen, weights, `${name}.inner`, gradients);
    const dSum = normaliseBackward(
      norm1,
      tf.add(dFed, dBlock),
      weights,
      `${name}.norm1`,
      gradients,
    );
    const dMerged = dropped(dSum, batch, 1 + 2 * layer);
    const dHeads = denseBackward(attended.out, dMerged, weights, `${name}.merge`, gradients);
    const dQkv = attendBackward(attended, dHeads, batch, size);
    dx = tf.add(dSum, denseBackward(x, dQkv, weights, `${name}.attention`, gradients));
  }
  const dRows = dropped(dx, batch, 0);
  gradients.set('positions', sumRows(batch.positions, dRows, size.positions));
  return sumRows(batch.tokens, dRows, size.items + 1);
}

function dropped(rows: tf.Tensor2D, { dropout }: PaddedBatch, site: number): tf.Tensor2D {
  const factors = dropout[site];
  return factors === undefined ? rows : tf.mul(rows, factors);
}
