import { neighbourModel, scaleProperty } from './neighbour-model.ts';
import { STAN_PROPERTIES } from './stan.ts';
import { exponentialDecay, inverseFrequency } from './weightings.ts';

/**
 * STAN with V-SKNN's decay of votes and inverse item frequency (Ludewig et al., "Empirical analysis of
 * session-based recommendation algorithms", UMUAI 2021).
 */
export const VSTAN = neighbourModel({
  choice: 'VSTAN',
  properties: {
    ...STAN_PROPERTIES,
    LAMBDA_SPW: { ...STAN_PROPERTIES.LAMBDA_SPW, default: 3 },
    LAMBDA_IPW: scaleProperty(
      6,
      'Steps from its latest shared item to the end at which a vote counts 1/e; 0: all alike.',
    ),
    LAMBDA_IDF: scaleProperty(
      1,
      'Exponent of the inverse session frequency of an item; 0: rare and popular count alike.',
    ),
  },
  settings: ({
    NEIGHBOURS,
    SAMPLE,
    LAMBDA_SPW,
    LAMBDA_SNH,
    LAMBDA_INH,
    LAMBDA_IPW,
    LAMBDA_IDF,
  }) => ({
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    sharedWeight: exponentialDecay(LAMBDA_SPW),
    sizeNorm: Math.sqrt,
    recencyWeight: exponentialDecay(LAMBDA_SNH),
    matchWeight: exponentialDecay(LAMBDA_IPW),
    distanceWeight: exponentialDecay(LAMBDA_INH),
    rarityWeight: (heldRatio) => inverseFrequency(heldRatio) ** LAMBDA_IDF,
  }),
});
