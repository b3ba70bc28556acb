import { modelSize, PRODB, prodbWeights } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { prodbGraph } from '../export/prodb-graph.ts';
import { createEngine } from './create-engine.ts';
import { fitProdb } from './fit-prodb.ts';

/** Trains the masked-language model on the engine that the config names. */
export const trainProdb = defineTrainer(PRODB, {
  async fit(input) {
    const { config, itemCount } = input;
    const size = modelSize(config, itemCount);
    const engine = await createEngine(config, size);
    try {
      input.tracker?.params({ engine: engine.name, backend: engine.backend });
      const now = () => performance.now();
      return Object.fromEntries(await fitProdb({ ...input, engine, size, now }));
    } finally {
      engine.dispose();
    }
  },
  graph: (files, config) =>
    prodbGraph({
      size: modelSize(config, files.itemCount),
      weights: prodbWeights(files, config),
      cosineScale: config.COSINE_SCALE,
      positions: config.POSITIONS,
    }),
});
