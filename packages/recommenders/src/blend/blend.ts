import type { ConfigOf } from '@lf/config';
import type { SessionEncoderWeights } from '@lf/kernels';
import { type ItemLists, listsOf } from '../baselines/item-lists.ts';
import type { RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { type EncoderEvidence, encoderEvidence } from '../encoder/encoder-evidence.ts';
import { ENCODER, encoderWeights } from '../encoder/encoder.ts';
import { numbersOf, sessionsOf } from '../files/checked-columns.ts';
import type { Columns } from '../files/model-files.ts';
import { LINEAR } from '../linear/linear.ts';
import { linearScorer, placeDecays } from '../linear/linear-scorer.ts';
import { neighbourProperties } from '../neighbours/neighbour-model.ts';
import { rankByScore, type ScoreSession } from '../rank/rank-by-score.ts';
import type { ItemSequences } from '../recommender.ts';
import { blendFeatures, type LearntEvidence } from './blend-features.ts';
import {
  candidateReader,
  type CandidateReaderOptions,
  type ReadCandidates,
} from './candidate-reader.ts';
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
  LINEAR_SOURCES: {
    type: 'integer',
    minimum: 0,
    maximum: 1000,
    default: 0,
    description:
      'SOURCES of a LINEAR whose scores join the evidence, trained once for the weights and once for good; 0 leaves it out.',
  },
  ENCODER_EPOCHS: {
    type: 'integer',
    minimum: 0,
    maximum: 10_000,
    default: 0,
    description:
      'Passes of an ENCODER whose scores join the evidence, trained once for the weights and once for good; 0 leaves it out.',
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
    const weights = numbersOf(
      files.float64('weights'),
      'weights',
      blendFeatures(learntEvidence(config)).length,
    );
    const lists = config.LINEAR_SOURCES > 0 ? listsOf(files, LINEAR_COLUMNS) : undefined;
    const learnt = config.ENCODER_EPOCHS > 0 ? encoderWeights(files, ENCODER.parse({})) : undefined;
    const encoder = learnt && blendEncoder(learnt, config);
    const read = await blendReader(sessions, itemCount, config, {
      ...(lists && { linear: blendLinear(lists) }),
      ...(encoder && { encoder }),
    });
    return {
      columns: { ...sessions, weights, ...(lists && linearColumns(lists)), ...learnt },
      recommend: rankByScore(itemCount, (known, sheet) => {
        const { count, items, features } = read(known);
        const probabilities = choiceProbabilities(features, count, weights);
        for (let candidate = 0; candidate < count; candidate++) {
          sheet.add(items[candidate] ?? 0, probabilities[candidate] ?? 0);
        }
      }),
      dispose: () => encoder?.dispose(),
    };
  },
});

/** Names of the columns of the linear evidence. */
const LINEAR_COLUMNS = {
  offsets: 'linearOffsets',
  items: 'linearItems',
  weights: 'linearWeights',
} as const;

/** A trained LINEAR's lists as columns of a BLEND. */
export function linearColumns({ offsets, items, weights }: ItemLists): Columns {
  return { linearOffsets: offsets, linearItems: items, linearWeights: weights };
}

/** What learnt evidence a config asks for. */
export function learntEvidence({ LINEAR_SOURCES, ENCODER_EPOCHS }: BlendConfig): LearntEvidence {
  return { linear: LINEAR_SOURCES > 0, encoder: ENCODER_EPOCHS > 0 };
}

/** The evidence of a LINEAR with its default config. */
export function blendLinear(lists: ItemLists): ScoreSession {
  return linearScorer(lists, placeDecays(LINEAR.parse({})));
}

/** The evidence of an ENCODER with its default config; dispose of it after its last use. */
export function blendEncoder(
  weights: SessionEncoderWeights,
  { CANDIDATES }: BlendConfig,
): EncoderEvidence {
  return encoderEvidence(weights, ENCODER.parse({}), CANDIDATES);
}

/** Finds and describes the candidates of a session by what these past sessions say. */
export function blendReader(
  past: ItemSequences,
  itemCount: number,
  { NEIGHBOURS, SAMPLE, CANDIDATES }: BlendConfig,
  learnt: Pick<CandidateReaderOptions, 'linear' | 'encoder'> = {},
): Promise<ReadCandidates> {
  return candidateReader(past, itemCount, {
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    candidatesPerSource: CANDIDATES,
    ...learnt,
  });
}
