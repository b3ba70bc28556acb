import { FIRST_ITEM_ID, idBatch, UNKNOWN_ID } from '@lf/contract';
import { loadModel, type RecModel } from '@lf/serving/models';
import { type NextItemCases } from '@lf/train-rec';
import type { Judge } from './compare-with-serving.ts';
import { CUTOFF } from '../train/rec-scores.ts';

/** Sessions of one run of the model. */
const BATCH = 64;

/**
 * NDCG@20 of a packed model on next-item cases. Models have vocabularies of their own: products are compared by SKU,
 * and one that a model does not know is skipped in its sessions and missed as its target.
 *
 * @param skus by item, of the cases
 */
export function judgeRec({ sessions, targets }: NextItemCases, skus: readonly string[]): Judge {
  return {
    metric: `NDCG@${CUTOFF}`,
    rows: targets.length,
    score: async (bundlePath) => {
      if (targets.length === 0) return null;
      const model = await loadModel(bundlePath, 'rec');
      try {
        const idOf = idsBySku(model, skus);
        let sum = 0;
        for (let from = 0; from < targets.length; from += BATCH) {
          const offsets = sessions.offsets.subarray(
            from,
            Math.min(from + BATCH, targets.length) + 1,
          );
          const asked = idBatch(
            { offsets, items: sessions.items },
            (item) => idOf[item] ?? UNKNOWN_ID,
          );
          const { k, items } = await model.recommend(asked);
          for (let row = 0; row < asked.batch; row++) {
            const target = idOf[targets[from + row] ?? -1];
            if (target === undefined || target === UNKNOWN_ID) continue;
            const place = items.subarray(row * k, row * k + Math.min(k, CUTOFF)).indexOf(target);
            if (place !== -1) sum += 1 / Math.log2(place + 2);
          }
        }
        return sum / targets.length;
      } finally {
        await model.close();
      }
    },
  };
}

/** The model's token id of each item of ours. */
function idsBySku({ vocabulary }: RecModel, skus: readonly string[]): Int32Array {
  const theirs = new Map(vocabulary.skus.map((sku, item) => [sku, item + FIRST_ITEM_ID]));
  return Int32Array.from(skus, (sku) => theirs.get(sku) ?? UNKNOWN_ID);
}
