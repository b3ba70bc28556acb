import { encodeSequences, selectContext, type SessionContext } from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import { loadModel } from '@lf/serving/models';
import { evaluateProbabilities } from '@lf/train-intent';
import type { Judge } from './compare-with-serving.ts';

/** Rows of one run of the model: some megabytes, however many rows there are. */
const BATCH = 1_024;

/**
 * ROC-AUC of a packed model on labelled rows.
 *
 * @param context of the same rows, for a model that reads it
 */
export function judgeIntent(rows: LabelledSequences, context?: SessionContext): Judge {
  const { offsets, actions, labels, cuts } = rows;
  return {
    metric: 'ROC-AUC',
    rows: labels.length,
    score: async (bundlePath) => {
      const model = await loadModel(bundlePath, 'intent');
      const probabilities = new Float32Array(labels.length);
      try {
        for (let from = 0; from < labels.length; from += BATCH) {
          const part = offsets.subarray(from, Math.min(from + BATCH, labels.length) + 1);
          const encoded = encodeSequences({ offsets: part, actions }, model.maxEvents);
          const places = Array.from({ length: part.length - 1 }, (_, row) => from + row);
          const told = context && selectContext(context, places);
          probabilities.set(await model.predict(encoded, told), from);
        }
      } finally {
        await model.close();
      }
      // The threshold is F1's alone
      const { overall } = evaluateProbabilities({ probabilities, labels, cuts, threshold: 0.5 });
      return overall.rocAuc;
    },
  };
}
