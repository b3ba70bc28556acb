import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateShop, readItemSessionsCsv, splitItemSessions } from '@lf/dataset';
import {
  countItems,
  evaluateRecommender,
  exportRec,
  nextItemCases,
  parseRecConfig,
  type Recommender,
  type ItemSequences,
  renumberItems,
  trainingVocabulary,
  trainRecommender,
} from '@lf/train-rec';
import type { Outcome } from './comparison.ts';
import { sizesOf } from './sizes.ts';

const SEED = 13;
const EVENTS = 10_000;
const EPOCHS = 2;
const FRACTIONS = { train: 0.8, validation: 0.1, test: 0.1 };
const CUTOFF = 20;

/** Trains PRODB's masked-language model on the synthetic shop. */
export async function prodbOutcome(engine: object): Promise<Outcome> {
  const sessions = await shopSessions();
  const split = splitItemSessions(sessions, FRACTIONS);
  const vocabulary = trainingVocabulary(split.train, sessions.vocabulary);
  const itemCount = vocabulary.skus.length;
  const train = renumberItems(split.train, vocabulary);
  const asked = renumberItems(split.test, vocabulary);
  const [losses, validation]: [number[], number[]] = [[], []];
  let backend = '';
  const recommender = await trainRecommender({
    choice: 'PRODB',
    train,
    validation: renumberItems(split.validation, vocabulary),
    itemCount,
    config: parseRecConfig('PRODB', { EPOCHS, PATIENCE: EPOCHS, ...engine }),
    seed: SEED,
    tracker: {
      params(values) {
        if ('backend' in values) backend = String(values['backend']);
      },
      metrics({ loss, validationHr20 }) {
        losses.push(loss ?? NaN);
        validation.push(validationHr20 ?? NaN);
      },
      tags: () => undefined,
      artifact: () => undefined,
      finish: () => Promise.resolve(),
    },
  });
  try {
    const { cutoffs } = evaluateRecommender({
      recommender,
      cases: nextItemCases(asked, { protocol: 'last', itemCount }),
      itemCounts: countItems(train, itemCount),
      cutoffs: [CUTOFF],
    });
    return {
      backend,
      losses,
      validation,
      predictions: scoresOf(recommender, asked),
      quality: { 'HR@20': cutoffs[0]?.hr?.value ?? NaN, 'MRR@20': cutoffs[0]?.mrr?.value ?? NaN },
      files: sizesOf(exportRec(recommender.serialize())),
    };
  } finally {
    recommender.dispose();
  }
}

async function shopSessions() {
  const directory = await mkdtemp(join(tmpdir(), 'lf-conformance-tfjs-'));
  try {
    const shop = await generateShop({ directory, events: EVENTS, seed: SEED });
    return await readItemSessionsCsv(shop.paths.browsing_train);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** `[session, item]`: every item's score by the item, so that a tie in the order is no difference. */
function scoresOf(recommender: Recommender, sessions: ItemSequences): Float32Array {
  const { itemCount } = recommender;
  const { items, scores } = recommender.recommend(sessions, { k: itemCount });
  const byItem = new Float32Array(items.length);
  items.forEach((item, place) => {
    const row = Math.floor(place / itemCount);
    if (item >= 0) byItem[row * itemCount + item] = scores[place] ?? NaN;
  });
  return byItem;
}
