import { trainWord2Vec } from '@lf/kernels';
import type { ConfigOf } from '@lf/config';
import { countItems, type RecConfig, RecConfigError } from '@lf/recommenders';
import { knownItems, type PROD2VEC_PROPERTIES } from '@lf/recommenders/training';
import type { FitInput } from '../define-trainer.ts';
import { RecDataError } from '../errors.ts';
import { orderOfItems, unitRows, type ItemVectors } from './item-vectors.ts';

/** Learns a vector for each item of the sessions from the items around it (word2vec over sessions). */
export async function trainProd2vec({
  train,
  itemCount,
  config,
  seed,
  tracker,
  onProgress,
  learnVectors,
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
  if (learnVectors !== undefined) return learnVectors({ sentences, itemCount, config });
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
  const order = orderOfItems(items);
  return {
    items: order.map((row) => items[row] ?? 0),
    size,
    vectors: unitRows(inputs, size, order),
    outputs: unitRows(outputs, size, order),
  };
}
