import { makeBatch } from '../batch/make-batch.ts';
import { planPredictionBatches } from '../batch/plan-batches.ts';
import { rowCount, type EncodedSequences } from '@lf/contract';
import type { IntentEngine } from './engine.ts';

/**
 * @param encoded rows of codes
 * @param batchSize rows at a time, at most the engine's `maxBatch`
 * @returns [row] probabilities of a purchase
 */
export async function predictRows(
  engine: IntentEngine,
  encoded: EncodedSequences,
  batchSize: number,
): Promise<Float32Array> {
  const probabilities = new Float32Array(rowCount(encoded));
  for (const rows of planPredictionBatches(encoded, batchSize)) {
    const batch = makeBatch(encoded, rows);
    const predicted = await engine.predict(batch);
    batch.rows.forEach((row, index) => {
      probabilities[row] = predicted[index] ?? NaN;
    });
  }
  return probabilities;
}
