import { neighbourModel, neighbourProperties } from './neighbour-model.ts';
import { one } from './weightings.ts';

/**
 * Session-based nearest neighbours: cosine of the sets of items (Jannach & Ludewig, "When recurrent
 * neural networks meet the neighborhood for session-based recommendation", RecSys 2017).
 */
export const SKNN = neighbourModel({
  choice: 'SKNN',
  properties: neighbourProperties({ neighbours: 100, sample: 1000 }),
  settings: ({ NEIGHBOURS, SAMPLE }) => ({
    neighbours: NEIGHBOURS,
    sample: SAMPLE,
    sharedWeight: one,
    sizeNorm: Math.sqrt,
    recencyWeight: one,
    matchWeight: one,
    distanceWeight: one,
    rarityWeight: one,
  }),
});
