import { neighbourModel, neighbourProperties, scaleProperty } from './neighbour-model.ts';
import { exponentialDecay, one } from './weightings.ts';

/** The three decays of STAN, under the names that the papers give them. */
export const STAN_PROPERTIES = {
  ...neighbourProperties({ neighbours: 500, sample: 2500 }),
  LAMBDA_SPW: scaleProperty(
    2,
    'Events before the end at which a shared item counts 1/e; 0: all alike.',
  ),
  LAMBDA_SNH: scaleProperty(
    1,
    'Age at which a past session counts 1/e, as a share of the training sessions; 0: all alike.',
  ),
  LAMBDA_INH: scaleProperty(
    2,
    'Places from the latest shared item at which an item of a neighbour counts 1/e; 0: all alike.',
  ),
} as const;

/**
 * Sequence and time aware neighbourhood (Garg et al., SIGIR 2019). The age of a session is its place in
 * the order of starts, not in days: shops differ in traffic, and the order is always known.
 */
export const STAN = neighbourModel({
  choice: 'STAN',
  properties: STAN_PROPERTIES,
  settings: ({ NEIGHBOURS, SAMPLE, LAMBDA_SPW, LAMBDA_SNH, LAMBDA_INH }) => ({
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    sharedWeight: exponentialDecay(LAMBDA_SPW),
    sizeNorm: Math.sqrt,
    recencyWeight: exponentialDecay(LAMBDA_SNH),
    matchWeight: one,
    distanceWeight: exponentialDecay(LAMBDA_INH),
    rarityWeight: one,
  }),
});
