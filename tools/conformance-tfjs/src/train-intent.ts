import { labelPrefixes, simulateSessions, splitByGroup } from '@lf/dataset';
import {
  evaluateProbabilities,
  exportIntent,
  parseIntentConfig,
  predictIntent,
  trainIntent,
} from '@lf/train-intent';
import type { Outcome } from './comparison.ts';
import { sizesOf } from './sizes.ts';

const SEED = 11;
const EVENTS = 20_000;
const EPOCHS = 3;

/** Trains intent's LSTM on the synthetic shop. */
export async function intentOutcome(engine: object): Promise<Outcome> {
  const { sequences } = labelPrefixes(simulateSessions({ events: EVENTS, seed: SEED }));
  const { train, test } = splitByGroup(sequences, { fraction: 0.2, seed: SEED });
  const config = parseIntentConfig({ EPOCHS, PATIENCE: EPOCHS, FLAT_EPOCHS: 0, ...engine });
  const trained = await trainIntent({ train, validation: test, config, seed: SEED });
  // One reader for both: it is the weights that are compared
  const predictions = await predictIntent(trained.weights, test, parseIntentConfig({}));
  const { labels, cuts } = test;
  const { overall } = evaluateProbabilities({
    probabilities: predictions,
    labels,
    cuts,
    threshold: trained.threshold,
  });
  return {
    backend: trained.engine.backend,
    losses: trained.history.map(({ loss }) => loss),
    validation: trained.history.map(({ validationLoss }) => validationLoss),
    predictions,
    quality: { 'ROC-AUC': overall.rocAuc ?? NaN, 'PR-AUC': overall.prAuc ?? NaN },
    files: sizesOf(exportIntent(trained.weights, { maxEvents: config.MAX_LEN })),
  };
}
