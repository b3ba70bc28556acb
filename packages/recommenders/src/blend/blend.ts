import type { ConfigOf } from '@lf/config';
import type { RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { numbersOf, sessionsOf } from '../files/checked-columns.ts';
import { neighbourProperties } from '../neighbours/neighbour-model.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import type { ItemSequences } from '../recommender.ts';
import { BLEND_FEATURES } from './blend-features.ts';
import { candidateReader, type ReadCandidates } from './candidate-reader.ts';
import { choiceProbabilities } from './choice-probabilities.ts';

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

export type BlendConfig = RecConfig & ConfigOf<typeof PROPERTIES>;

/**
 * Weighs what neighbouring sessions, transitions, popularity and the session itself say. Scores are probabilities among
 * the candidates.
 */
export const BLEND: RecModel<BlendConfig> = defineModel({
  choice: 'BLEND',
  properties: PROPERTIES,
  async restore(files, config) {
    const sessions = await sessionsOf(files);
    const { itemCount } = files;
    const weights = numbersOf(files.float64('weights'), 'weights', BLEND_FEATURES.length);
    const read = await blendReader(sessions, itemCount, config);
    return {
      columns: { ...sessions, weights },
      recommend: rankByScore(itemCount, (known, sheet) => {
        const { count, items, features } = read(known);
        const probabilities = choiceProbabilities(features, count, weights);
        for (let candidate = 0; candidate < count; candidate++) {
          sheet.add(items[candidate] ?? 0, probabilities[candidate] ?? 0);
        }
      }),
    };
  },
});

/** Finds and describes the candidates of a session by what these past sessions say. */
export function blendReader(
  past: ItemSequences,
  itemCount: number,
  { NEIGHBOURS, SAMPLE, CANDIDATES }: BlendConfig,
): Promise<ReadCandidates> {
  return candidateReader(past, itemCount, {
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    candidatesPerSource: CANDIDATES,
  });
}
