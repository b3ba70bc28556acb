import { KNN, knnColumns, queryDecay } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { knnGraph } from '../export/knn-graph.ts';
import { trainProd2vec } from './train-prod2vec.ts';

/** Learns a vector for each item: prod2vec. */
export const trainKnn = defineTrainer(KNN, {
  async fit(input) {
    const { items, vectors, outputs } = await trainProd2vec(input);
    return input.config.CANDIDATES === 'output'
      ? { items, vectors, candidates: outputs }
      : { items, vectors };
  },
  graph: (files, config) =>
    knnGraph({
      ...knnColumns(files, config),
      itemCount: files.itemCount,
      size: config.SIZE,
      decay: queryDecay(config),
    }),
});
