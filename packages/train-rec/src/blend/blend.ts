import type { ConfigOf } from '@lf/config';
import type { RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { numbersOf, sessionsOf } from '../files/checked-columns.ts';
import { writeModelFiles } from '../files/model-files.ts';
import { neighbourProperties } from '../neighbours/neighbour-model.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import type { ItemSequences, Recommender } from '../recommender.ts';
import { filterSessions, sessionCount } from '../sessions/item-sequences.ts';
import { BLEND_FEATURES } from './blend-features.ts';
import { candidateReader, type ReadCandidates } from './candidate-reader.ts';
import { choiceProbabilities } from './conditional-logit.ts';
import { learnWeights } from './learn-weights.ts';

const choice = 'BLEND';

const PROPERTIES = {
  ...neighbourProperties({ neighbours: 200, sample: 2500 }),
  CANDIDATES: {
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 50,
    description: 'Items that each source of evidence proposes for a session, the best ones.',
  },
  MAX_CASES: {
    type: 'integer',
    minimum: 0,
    maximum: 10_000_000,
    default: 20_000,
    description: 'Cases of the held-out sessions that the weights are learnt from, at most.',
  },
  EPOCHS: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 20,
    description: 'Passes over those cases.',
  },
  LEARNING_RATE: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 10,
    default: 0.1,
    description: 'First step size of Adam; it falls to 0.',
  },
  PULL: {
    type: 'number',
    minimum: 0,
    maximum: 1e9,
    default: 1,
    description: 'How strongly few cases leave the weights at those of VSTAN alone.',
  },
} as const;

type BlendConfig = RecConfig & ConfigOf<typeof PROPERTIES>;

/**
 * Weighs what neighbouring sessions, transitions, popularity and the session itself say. The weights
 * are learnt on the latest sessions: on `validation`, or else on a VALIDATION_RATIO of the training
 * sessions, which are held out for it and then join the rest.
 */
export const BLEND: RecModel = defineModel({
  choice,
  properties: PROPERTIES,
  fit({ train, validation, itemCount, config, seed, tracker, onProgress }) {
    const split = Math.floor(sessionCount(train) * (1 - config.VALIDATION_RATIO));
    const past =
      validation === undefined
        ? filterSessions(train, (_length, session) => session < split)
        : train;
    const heldOut = validation ?? filterSessions(train, (_length, session) => session >= split);
    onProgress?.({ message: 'learning what each kind of evidence weighs', doneRatio: 0 });
    const weights = learnWeights(readerOf(past, itemCount, config), {
      heldOut,
      itemCount,
      maxCases: config.MAX_CASES,
      epochs: config.EPOCHS,
      learningRate: config.LEARNING_RATE,
      pull: config.PULL,
      seed,
    });
    tracker?.metrics(
      Object.fromEntries(
        BLEND_FEATURES.map((feature, f) => [`weights/${feature}`, weights[f] ?? 0]),
      ),
    );
    return blendOf(train, itemCount, weights, config);
  },
  restore: (files, config) =>
    blendOf(
      sessionsOf(files),
      files.itemCount,
      numbersOf(files.float64('weights'), 'weights', BLEND_FEATURES.length),
      config,
    ),
});

function readerOf(
  past: ItemSequences,
  itemCount: number,
  { NEIGHBOURS, SAMPLE, CANDIDATES }: BlendConfig,
): ReadCandidates {
  return candidateReader(past, itemCount, {
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    candidatesPerSource: CANDIDATES,
  });
}

/** Scores are probabilities among the candidates. */
function blendOf(
  sessions: ItemSequences,
  itemCount: number,
  weights: Float64Array,
  config: BlendConfig,
): Recommender {
  const read = readerOf(sessions, itemCount, config);
  return {
    choice,
    itemCount,
    recommend: rankByScore(itemCount, (known, sheet) => {
      const { count, items, features } = read(known);
      const probabilities = choiceProbabilities(features, count, weights);
      for (let candidate = 0; candidate < count; candidate++) {
        sheet.add(items[candidate] ?? 0, probabilities[candidate] ?? 0);
      }
    }),
    serialize: () =>
      writeModelFiles({
        choice,
        itemCount,
        config,
        columns: { offsets: sessions.offsets, items: sessions.items, weights },
      }),
    dispose: () => undefined,
  };
}
