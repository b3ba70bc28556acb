import { maskedLmShapes, type MaskedLmWeights } from '@lf/kernels';
import { defineModel, type RecModel } from '../define-model.ts';
import { numbersOf } from '../files/checked-columns.ts';
import type { ModelFiles } from '../files/model-files.ts';
import { modelSize } from './model-size.ts';
import { PRODB_PROPERTIES, type ProdbConfig } from './prodb-properties.ts';
import { createItemRanking } from './recommend-items.ts';

/**
 * A masked-language model over the items of a session (vinid/prodb): a mask is put behind the session, and the
 * transformer's state there ranks all items.
 */
export const PRODB: RecModel<ProdbConfig> = defineModel({
  choice: 'PRODB',
  properties: PRODB_PROPERTIES,
  restore(files, config) {
    const weights = prodbWeights(files, config);
    const ranking = createItemRanking(weights, modelSize(config, files.itemCount), config);
    return {
      columns: Object.fromEntries(weights),
      recommend: (sessions, options) => ranking.recommend(sessions, options),
      dispose: () => ranking.dispose(),
    };
  },
});

/** A trained PRODB's weights, checked. @throws RecommenderFormatError */
export function prodbWeights(files: ModelFiles, config: ProdbConfig): MaskedLmWeights {
  const shapes = [...maskedLmShapes(modelSize(config, files.itemCount))];
  return new Map(
    shapes.map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return [name, numbersOf(files.float32(name), name, length)];
    }),
  );
}
