import type { MaskedLmSize, MaskedTrainingBatch } from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineSettings } from '../create-engine.ts';
import { stretch, stretchBackward } from './cosine.ts';
import { gatherRows, sumRows, tensorOf, type Tensors } from './tensors.ts';

/** The loss and its gradients at the head's three inputs. */
export interface HeadResult {
  /** Scalar, in nats. */
  readonly loss: tf.Tensor;
  /** `[masked, D]` */
  readonly dHidden: tf.Tensor2D;
  /** `[row of the output's table, D]` */
  readonly dTable: tf.Tensor2D;
  /** `[item]` */
  readonly dBias: tf.Tensor1D;
}

/** The columns of the softmax. */
interface Columns {
  /** `[column]` int32: items; undefined where they are all items in order. */
  readonly items: tf.Tensor1D | undefined;
  /** `[column]` or `[masked, column]`: what is added to each logit beside the bias. */
  readonly shift: tf.Tensor | undefined;
  /** `[masked]` int32: the target's column. */
  readonly targets: tf.Tensor1D;
}

const IMPOSSIBLE = -1e9;

/**
 * Mean cross-entropy of the targets over all items, or over samples and each row's own target.
 *
 * @param hidden `[masked, D]`
 */
export function runHead(
  weights: Tensors,
  hidden: tf.Tensor2D,
  batch: MaskedTrainingBatch,
  { size, temperature }: EngineSettings,
): HeadResult {
  const name = size.isTied ? 'embedding' : 'output';
  const table: tf.Tensor2D = tf.reshape(tensorOf(weights, name), [-1, size.dimensions]);
  const tableRows = table.shape[0];
  const { items, shift, targets } = columnsOf(batch);
  const columnRows: tf.Tensor2D =
    items === undefined
      ? tf.slice2d(table, [0, 0], [size.items, size.dimensions])
      : gatherRows(table, items);
  const bias = tensorOf(weights, 'bias');
  const columnBias = items === undefined ? bias : tf.gather(bias, items);

  const states = temperature === 0 ? undefined : stretch(hidden, temperature);
  const units = temperature === 0 ? undefined : stretch(columnRows, 1);
  const queries = states?.rows ?? hidden;
  const keys = units?.rows ?? columnRows;
  const plain: tf.Tensor2D = tf.add(tf.matMul(queries, keys, false, true), columnBias);
  const logits: tf.Tensor2D = shift === undefined ? plain : tf.add(plain, shift);

  const share = 1 / batch.masked.length;
  const largest = tf.max(logits, 1, true);
  const exponentials = tf.exp(tf.sub(logits, largest));
  const sums = tf.sum(exponentials, 1, true);
  const targetKeys = gatherRows(keys, targets);
  const targetLogits = targetsOf(
    tf.sum(tf.mul(queries, targetKeys), 1),
    columnBias,
    shift,
    targets,
  );
  const normalisers = tf.reshape(tf.add(tf.log(sums), largest), [-1]);
  const loss = tf.mean(tf.sub(normalisers, targetLogits));

  const pulls: tf.Tensor2D = tf.mul(tf.div(exponentials, sums), share); // [masked, column]
  const dQueries: tf.Tensor2D = tf.sub(tf.matMul(pulls, keys), tf.mul(targetKeys, share));
  const columns = keys.shape[0];
  const dKeys: tf.Tensor2D = tf.sub(
    tf.matMul(pulls, queries, true, false),
    sumRows(targets, tf.mul(queries, share), columns),
  );
  const hits = sumRows(targets, tf.fill([batch.masked.length, 1], share), columns);
  const dColumnBias: tf.Tensor1D = tf.sub(tf.sum(pulls, 0), tf.reshape(hits, [-1]));
  const dColumnRows = units === undefined ? dKeys : stretchBackward(units, dKeys);
  return {
    loss,
    dHidden: states === undefined ? dQueries : stretchBackward(states, dQueries),
    dTable:
      items === undefined
        ? tf.pad2d(dColumnRows, [
            [0, tableRows - columns],
            [0, 0],
          ])
        : sumRows(items, dColumnRows, tableRows),
    dBias:
      items === undefined
        ? dColumnBias
        : tf.reshape(sumRows(items, tf.reshape(dColumnBias, [-1, 1]), size.items), [-1]),
  };
}

/** The targets' logits from their products: bias and shift are those of their columns. */
function targetsOf(
  products: tf.Tensor,
  columnBias: tf.Tensor,
  shift: tf.Tensor | undefined,
  targets: tf.Tensor1D,
): tf.Tensor {
  const biased = tf.add(products, tf.gather(columnBias, targets));
  if (shift === undefined) return biased;
  // Every row forbids other rows' targets, never its own: the largest shift of a column is the allowed one.
  return tf.add(biased, tf.gather(tf.max(shift, 0), targets));
}

// Columns: the samples, then each row's own target; each corrected by how often samples are expected of it.
function columnsOf({ targets, samples }: MaskedTrainingBatch): Columns {
  if (samples === undefined) {
    return { items: undefined, shift: undefined, targets: tf.tensor1d(targets, 'int32') };
  }
  const items = Int32Array.of(...samples.items, ...targets);
  const sampled = samples.items.length;
  const shift = new Float32Array(targets.length * items.length);
  targets.forEach((target, row) => {
    items.forEach((item, column) => {
      const isForbidden = column < sampled ? item === target : column !== sampled + row;
      const correction = -(samples.logCounts[item] ?? 0);
      shift[row * items.length + column] = isForbidden ? IMPOSSIBLE : correction;
    });
  });
  return {
    items: tf.tensor1d(items, 'int32'),
    shift: tf.tensor2d(shift, [targets.length, items.length]),
    targets: tf.tensor1d(
      targets.map((_, row) => sampled + row),
      'int32',
    ),
  };
}

/** Rows of a table that have gradients, for lazy steps: 1 or 0, `[row, 1]`. */
export function touchedRows(
  batch: MaskedTrainingBatch,
  size: MaskedLmSize,
  name: 'embedding' | 'output' | 'bias',
): tf.Tensor2D | undefined {
  const isInput = name === 'embedding';
  const isOutput = name !== 'embedding' || size.isTied;
  if (isOutput && batch.samples === undefined) return undefined; // the full softmax touches all
  const rows = isInput ? size.items + 1 : size.items;
  const flags = new Float32Array(rows);
  if (isInput) batch.tokens.forEach((token) => (flags[token] = 1));
  if (isOutput) {
    batch.samples?.items.forEach((item) => (flags[item] = 1));
    batch.targets.forEach((item) => (flags[item] = 1));
  }
  return tf.tensor2d(flags, [rows, 1]);
}
