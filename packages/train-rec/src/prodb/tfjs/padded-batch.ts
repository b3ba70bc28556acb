import { dropoutFactor, type MaskedLmSize, type MaskedTrainingBatch } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** A batch with all sessions padded to the longest: row = session * time + place. */
export interface PaddedBatch {
  readonly sessions: number;
  readonly time: number;
  /** `[row]` int32; 0 in padding. */
  readonly tokens: tf.Tensor1D;
  /** `[row]` int32; 0 in padding. */
  readonly positions: tf.Tensor1D;
  /** `[session, 1, 1, time]`: 0, or in padding a number that no exponential survives. */
  readonly keyBias: tf.Tensor4D;
  /** `[masked]` int32: rows. */
  readonly masked: tf.Tensor1D;
  /** `[site]` of `[row, D]`: what dropout multiplies by; empty without dropout. */
  readonly dropout: readonly tf.Tensor2D[];
}

const IMPOSSIBLE = -1e9;

/** Call within `tf.tidy`. */
export function padBatch(batch: MaskedTrainingBatch, size: MaskedLmSize): PaddedBatch {
  const { offsets } = batch;
  const sessions = offsets.length - 1;
  let time = 1;
  for (let s = 0; s < sessions; s++) {
    time = Math.max(time, (offsets[s + 1] ?? 0) - (offsets[s] ?? 0));
  }
  const rows = sessions * time;
  const tokens = new Int32Array(rows);
  const positions = new Int32Array(rows);
  const keyBias = new Float32Array(rows).fill(IMPOSSIBLE);
  const rowOf = new Int32Array(batch.tokens.length);
  for (let s = 0; s < sessions; s++) {
    const first = offsets[s] ?? 0;
    for (let token = first; token < (offsets[s + 1] ?? 0); token++) {
      const row = s * time + token - first;
      rowOf[token] = row;
      tokens[row] = batch.tokens[token] ?? 0;
      positions[row] = batch.positions[token] ?? 0;
      keyBias[row] = 0;
    }
  }
  return {
    sessions,
    time,
    tokens: tf.tensor1d(tokens, 'int32'),
    positions: tf.tensor1d(positions, 'int32'),
    keyBias: tf.tensor4d(keyBias, [sessions, 1, 1, time]),
    masked: tf.tensor1d(
      batch.masked.map((token) => rowOf[token] ?? 0),
      'int32',
    ),
    dropout: dropoutFactors(batch, size, rowOf, rows),
  };
}

/** The kernels' own dropout, value by value, so that both engines drop the same. */
function dropoutFactors(
  { dropout }: MaskedTrainingBatch,
  { layers, dimensions }: MaskedLmSize,
  rowOf: Int32Array,
  rows: number,
): tf.Tensor2D[] {
  if (dropout === undefined || dropout.rate === 0) return [];
  return Array.from({ length: 1 + 2 * layers }, (_, site) => {
    const factors = new Float32Array(rows * dimensions).fill(1);
    if (site > 0 || dropout.isOnInput) {
      rowOf.forEach((row, token) => {
        for (let dimension = 0; dimension < dimensions; dimension++) {
          const place = { token, site, dimension, layers, dimensions };
          factors[row * dimensions + dimension] = dropoutFactor(dropout, place);
        }
      });
    }
    return tf.tensor2d(factors, [rows, dimensions]);
  });
}
