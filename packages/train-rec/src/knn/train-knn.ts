import { RecConfigError } from '@lf/recommenders';
import { KNN, knnColumns, queryDecay } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { knnGraph } from '../export/knn-graph.ts';
import { trainProd2vec } from './train-prod2vec.ts';

/** Learns a vector for each item: prod2vec. */
export const trainKnn = defineTrainer(KNN, {
  async fit(input) {
    const { items, vectors, outputs } = await trainProd2vec(input);
    if (input.config.CANDIDATES === 'input') return { items, vectors };
    if (outputs !== undefined) return { items, vectors, candidates: outputs };
    const expected = '"input", as what learns the vectors gives no output vectors';
    throw new RecConfigError('KNN', [{ key: 'CANDIDATES', value: 'output', expected }]);
  },
  graph: (files, config) =>
    knnGraph({
      ...knnColumns(files, config),
      itemCount: files.itemCount,
      size: config.SIZE,
      decay: queryDecay(config),
    }),
});
