import type { LstmWeights } from '@lf/kernels';
import { INTENT_CONFIG_PROPERTIES, type IntentConfig } from './config/intent-config.ts';
import { encodeSequences, longestRow, type ActionSequences } from '@lf/contract';
import { findUniqueSequences } from './batch/unique-sequences.ts';
import { createEngine } from './model/create-engine.ts';
import { PREDICTION_BATCH_SIZE, predictRows } from './model/predict-rows.ts';

/** The keys of a config that a prediction depends on; each falls back to its default. */
export type PredictionConfig = Partial<
  Pick<IntentConfig, 'ENGINE' | 'BACKEND' | 'THREADS' | 'MAX_LEN'>
>;

/**
 * How likely a purchase is to follow each row. Rows that are alike are predicted once.
 *
 * @param weights of a trained model
 * @param sequences [row] action codes 2..6, without start and end
 * @param config as the model was trained with; defaults where keys are missing
 * @returns [row] probabilities
 * @throws IntentDataError for an unknown action code
 */
export async function predictIntent(
  weights: LstmWeights,
  sequences: ActionSequences,
  config: PredictionConfig = {},
): Promise<Float32Array> {
  const { MAX_LEN, ENGINE, BACKEND, THREADS } = INTENT_CONFIG_PROPERTIES;
  const unique = findUniqueSequences(encodeSequences(sequences, config.MAX_LEN ?? MAX_LEN.default));
  const engine = await createEngine(
    {
      ENGINE: config.ENGINE ?? ENGINE.default,
      BACKEND: config.BACKEND ?? BACKEND.default,
      THREADS: config.THREADS ?? THREADS.default,
    },
    {
      units: weights.units,
      maxBatch: PREDICTION_BATCH_SIZE,
      maxTime: longestRow(unique.sequences),
    },
  );
  try {
    engine.setWeights(weights);
    const probabilities = await predictRows(engine, unique.sequences);
    return Float32Array.from(unique.uniqueOf, (index) => probabilities[index] ?? NaN);
  } finally {
    engine.dispose();
  }
}
