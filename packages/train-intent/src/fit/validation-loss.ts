import { findUniqueSequences } from '../batch/unique-sequences.ts';
import { logLoss } from '../evaluate/log-loss.ts';
import type { IntentEngine } from '../model/engine.ts';
import { predictRows } from '../model/predict-rows.ts';
import type { LabelledRows } from './fit-model.ts';

/**
 * Prepares the validation rows once: each different sequence is predicted once an epoch.
 *
 * @param batchSize rows at a time
 * @returns what gives the mean cross-entropy of the validation rows, in nats
 */
export function createValidation(
  engine: IntentEngine,
  validation: LabelledRows,
  batchSize: number,
): () => Promise<number> {
  const { sequences, uniqueOf } = findUniqueSequences(validation.encoded);
  return async () => {
    const unique = await predictRows(engine, sequences, batchSize);
    const probabilities = Float32Array.from(uniqueOf, (index) => unique[index] ?? NaN);
    return logLoss(probabilities, validation.labels) ?? NaN;
  };
}
