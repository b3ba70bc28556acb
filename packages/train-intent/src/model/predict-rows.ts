import { rowCount, type EncodedSequences } from '@lf/contract';
import { makeBatch } from '../batch/make-batch.ts';
import { planPredictionBatches } from '../batch/plan-batches.ts';
import type { IntentEngine } from './engine.ts';

/** Rows per batch: large enough to keep the products busy, small enough for caches. */
export const PREDICTION_BATCH_SIZE = 256;

/**
 * @param engine with room for PREDICTION_BATCH_SIZE rows
 * @param encoded rows of codes; fastest in the order of the codes
 * @returns [row] probabilities of a purchase
 */
export async function predictRows(
  engine: IntentEngine,
  encoded: EncodedSequences,
): Promise<Float32Array> {
  const probabilities = new Float32Array(rowCount(encoded));
  for (const rows of planPredictionBatches(encoded, PREDICTION_BATCH_SIZE)) {
    probabilities.set(await engine.predict(makeBatch(encoded, rows)), rows[0]);
  }
  return probabilities;
}
