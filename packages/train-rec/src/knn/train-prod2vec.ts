import { trainWord2Vec } from '@lf/kernels';
import type { ConfigOf } from '@lf/config';
import { countItems, type RecConfig, RecConfigError } from '@lf/recommenders';
import { knownItems, type PROD2VEC_PROPERTIES } from '@lf/recommenders/training';
import type { FitInput } from '../define-trainer.ts';
import { RecDataError } from '../errors.ts';

/** Items with a vector, by index. */
export interface ItemVectors {
  /** `[row]`, rising. */
  readonly items: Uint32Array;
  readonly size: number;
  /** `[row, size]`, each of length 1: what an item says as a part of a session. */
  readonly vectors: Float32Array;
  /** `[row, size]`, each of length 1: the other side of the product, an item to be predicted. */
  readonly outputs: Float32Array;
}

/** Learns a vector for each item of the sessions from the items around it (word2vec over sessions). */
export async function trainProd2vec({
  train,
  itemCount,
  config,
  seed,
  tracker,
  onProgress,
}: FitInput<RecConfig & ConfigOf<typeof PROD2VEC_PROPERTIES>>): Promise<ItemVectors> {
  const { ALPHA, ALPHA_END, MIN_C } = config;
  if (ALPHA_END > ALPHA) {
    const issue = { key: 'ALPHA_END', value: ALPHA_END, expected: `at most ALPHA, ${ALPHA}` };
    throw new RecConfigError('prod2vec', [issue]);
  }
  const sentences = knownItems(train, itemCount);
  const largest = countItems(sentences, itemCount).reduce((a, b) => Math.max(a, b), 0);
  if (largest < MIN_C) {
    throw new RecDataError(
      'items_rare',
      `While training prod2vec, expected an item with MIN_C = ${MIN_C} events or more, got at most ` +
        `${largest}. Lower MIN_C, or give more sessions.`,
    );
  }
  let step = 0;
  const { items, inputs, outputs, size } = await trainWord2Vec({
    sentences,
    itemCount,
    size: config.SIZE,
    window: config.WINDOW,
    minCount: MIN_C,
    epochs: config.ITERATIONS,
    architecture: config.SG === 1 ? 'skip-gram' : 'cbow',
    negative: config.NEGATIVE,
    nsExponent: config.NS_EXPONENT,
    sample: config.SAMPLE,
    alpha: ALPHA,
    minAlpha: ALPHA_END,
    cbowGradient: config.CBOW_GRADIENT,
    seed,
    ...(config.THREADS === 0 ? {} : { threads: config.THREADS }),
    onProgress: ({ epoch, epochs, words, totalWords, wordsPerSecond, alpha, loss }) => {
      const metrics = { wordsPerSecond, alpha, ...(loss === undefined ? {} : { loss }) };
      tracker?.metrics(metrics, step++);
      onProgress?.({
        message: `prod2vec: epoch ${epoch} of ${epochs}, ${Math.round(wordsPerSecond / 1000)} thousand events a second`,
        doneRatio: words / totalWords,
        metrics,
      });
    },
  });
  // In the order of items, so that a tie of rows is one of items.
  const order = Uint32Array.from(items.keys()).sort((a, b) => (items[a] ?? 0) - (items[b] ?? 0));
  return {
    items: order.map((row) => items[row] ?? 0),
    size,
    vectors: unitRows(inputs, size, order),
    outputs: unitRows(outputs, size, order),
  };
}

/** The rows in an order, each of length 1; a row of zeros stays. */
function unitRows(rows: Float32Array, size: number, order: Uint32Array): Float32Array {
  const units = new Float32Array(rows.length);
  order.forEach((row, target) => {
    const values = rows.subarray(row * size, (row + 1) * size);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    values.forEach((value, column) => (units[target * size + column] = value / (length || 1)));
  });
  return units;
}
