import { RecConfigError, type RecConfig } from '@lf/recommenders';
import { KNN } from '@lf/recommenders/training';

/** What BlazingText draws negative items by: it has no setting of it. */
const NS_EXPONENT = 0.75;

/** Batches of `batch_skipgram` hold a window as a rule; the documentation wants 10 to 20 words. */
const LEAST_BATCH = 10;
const MOST_BATCH = 20;

/**
 * A KNN config as hyperparameters of BlazingText: `skipgram` or `cbow` on one instance, `batch_skipgram` on several. What
 * BlazingText decides by itself is left out: ALPHA_END, CBOW_GRADIENT, THREADS and SEED.
 *
 * @throws RecConfigError that lists what BlazingText cannot do
 */
export function blazingTextHyperparameters(
  config: RecConfig,
  { instances }: { readonly instances: number },
): Readonly<Record<string, string>> {
  const knn = KNN.parse(config);
  const { SIZE, WINDOW, ITERATIONS, MIN_C, NEGATIVE, SAMPLE, ALPHA, SG } = knn;
  const issues = [
    ...(knn.CANDIDATES === 'output'
      ? [issueOf('CANDIDATES', 'output', '"input": BlazingText gives no output vectors')]
      : []),
    ...(knn.NS_EXPONENT === NS_EXPONENT
      ? []
      : [issueOf('NS_EXPONENT', knn.NS_EXPONENT, `${NS_EXPONENT}, as BlazingText has it`)]),
    ...(SAMPLE > 0 ? [] : [issueOf('SAMPLE', SAMPLE, 'above 0: BlazingText always samples')]),
    ...(instances > 1 && SG === 0
      ? [issueOf('SG', SG, `1 on ${instances} instances: BlazingText distributes skip-gram alone`)]
      : []),
  ];
  if (issues.length > 0) throw new RecConfigError('KNN on BlazingText', issues);
  return {
    mode: instances > 1 ? 'batch_skipgram' : SG === 1 ? 'skipgram' : 'cbow',
    vector_dim: String(SIZE),
    window_size: String(WINDOW),
    epochs: String(ITERATIONS),
    min_count: String(MIN_C),
    negative_samples: String(NEGATIVE),
    sampling_threshold: String(SAMPLE),
    learning_rate: String(ALPHA),
    ...(instances > 1 && {
      batch_size: String(Math.min(MOST_BATCH, Math.max(LEAST_BATCH, 2 * WINDOW + 1))),
    }),
    subwords: 'False',
    // Of English words, which items are not
    evaluation: 'False',
  };
}

function issueOf(key: string, value: unknown, expected: string) {
  return { key, value, expected };
}
