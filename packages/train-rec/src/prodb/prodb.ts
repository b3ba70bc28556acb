import { maskedLmShapes, type MaskedLmWeights } from '@lf/kernels';
import { defineModel, type RecModel } from '../define-model.ts';
import { prodbGraph } from '../export/prodb-graph.ts';
import { numbersOf } from '../files/checked-columns.ts';
import { writeModelFiles, type ModelFiles } from '../files/model-files.ts';
import type { Recommender } from '../recommender.ts';
import { createEngine } from './create-engine.ts';
import { fitProdb } from './fit-prodb.ts';
import { modelSize } from './model-size.ts';
import { PRODB_PROPERTIES, type ProdbConfig } from './prodb-properties.ts';
import { createItemRanking } from './recommend-items.ts';

const choice = 'PRODB';

/**
 * A masked-language model over the items of a session (vinid/prodb): a mask is put behind the session, and the
 * transformer's state there ranks all items.
 */
export const PRODB: RecModel = defineModel({
  choice,
  properties: PRODB_PROPERTIES,
  async fit(input) {
    const { config, itemCount } = input;
    const size = modelSize(config, itemCount);
    const engine = await createEngine(config, size);
    try {
      const now = () => performance.now();
      return prodbOf(await fitProdb({ ...input, engine, size, now }), itemCount, config);
    } finally {
      engine.dispose();
    }
  },
  restore: (files, config) => prodbOf(weightsOf(files, config), files.itemCount, config),
  graph: (files, config) =>
    prodbGraph({
      size: modelSize(config, files.itemCount),
      weights: weightsOf(files, config),
      cosineScale: config.COSINE_SCALE,
      positions: config.POSITIONS,
    }),
});

function weightsOf(files: ModelFiles, config: ProdbConfig): MaskedLmWeights {
  const shapes = [...maskedLmShapes(modelSize(config, files.itemCount))];
  return new Map(
    shapes.map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return [name, numbersOf(files.float32(name), name, length)];
    }),
  );
}

function prodbOf(weights: MaskedLmWeights, itemCount: number, config: ProdbConfig): Recommender {
  const ranking = createItemRanking(weights, modelSize(config, itemCount), config);
  return {
    choice,
    itemCount,
    recommend: (sessions, options) => ranking.recommend(sessions, options),
    serialize: () =>
      writeModelFiles({ choice, itemCount, config, columns: Object.fromEntries(weights) }),
    dispose: () => ranking.dispose(),
  };
}
