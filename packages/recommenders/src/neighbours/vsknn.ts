import { neighbourModel, neighbourProperties } from './neighbour-model.ts';
import {
  inverseFrequency,
  MATCH_WEIGHTS,
  one,
  POSITION_WEIGHTINGS,
  SHARED_WEIGHTS,
} from './weightings.ts';

/**
 * Vector session-based nearest neighbours: later events weigh more (Ludewig & Jannach, "Evaluation of
 * session-based recommendation algorithms", UMUAI 2018).
 */
export const VSKNN = neighbourModel({
  choice: 'VSKNN',
  properties: {
    ...neighbourProperties({ neighbours: 100, sample: 1000 }),
    WEIGHTING: {
      type: 'string',
      enum: POSITION_WEIGHTINGS,
      default: 'reciprocal',
      description: 'How what a shared item counts falls towards the start of the session.',
    },
    WEIGHTING_SCORE: {
      type: 'string',
      enum: POSITION_WEIGHTINGS,
      default: 'linear',
      description: 'How a vote falls with the steps from its latest shared item to the end.',
    },
    IDF: {
      type: 'boolean',
      default: true,
      description: 'Whether rare items count more (inverse session frequency).',
    },
  },
  settings: ({ NEIGHBOURS, SAMPLE, WEIGHTING, WEIGHTING_SCORE, IDF }) => ({
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    sharedWeight: SHARED_WEIGHTS[WEIGHTING],
    sizeNorm: Math.sqrt,
    recencyWeight: one,
    matchWeight: MATCH_WEIGHTS[WEIGHTING_SCORE],
    distanceWeight: one,
    rarityWeight: IDF ? inverseFrequency : one,
  }),
});
