import { oneHot, tinyBundle } from '../tiny-bundle.ts';
import { recommenderFiles, SKUS, steppedSessions, tinyRecBundle } from '../tiny-rec-bundle.ts';

const { parseRecConfig, trainRecommender } = await import('@lf/train-rec');

/** A model to fuzz, and questions whose answers must stay as they are. */
export interface Fuzzed {
  readonly pack: () => Promise<Uint8Array>;
  readonly skus: readonly string[];
  readonly questions: readonly { readonly path: string; readonly body?: unknown }[];
}

const recQuestions = [
  { path: '/invocations', body: { instances: [[2, 3, 4], [5], [0, 1, 13]] } },
  { path: `/predict?session=${SKUS.slice(1, 5).map(encodeURIComponent).join(',')}` },
  { path: '/items?limit=100' },
];

export const FUZZED = {
  intent: {
    pack: () => tinyBundle(),
    skus: [],
    questions: [
      { path: '/invocations', body: { instances: [oneHot([0, 2, 1]), oneHot([0, 3, 6, 1])] } },
      { path: '/predict?session=add,view,remove' },
    ],
  },
  knn: { pack: () => tinyRecBundle(), skus: SKUS, questions: recQuestions },
  recommender: {
    pack: async () => {
      const config = parseRecConfig('VSKNN', {});
      const train = steppedSessions();
      const options = { choice: 'VSKNN' as const, train, itemCount: SKUS.length, config };
      return tinyRecBundle({}, recommenderFiles(await trainRecommender(options)));
    },
    skus: SKUS,
    questions: recQuestions,
  },
} satisfies Readonly<Record<string, Fuzzed>>;
