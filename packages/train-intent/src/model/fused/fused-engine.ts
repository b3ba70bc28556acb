import { ACTIONS } from '@lf/contract';
import { createFusedLstm, type LabelledBatch, type SequenceBatch } from '@lf/kernels';
import type { Batch } from '../../batch/make-batch.ts';
import type { EngineSize, IntentEngine, Targets } from '../engine.ts';

/**
 * The model in our fused WebAssembly kernels.
 *
 * @param threads the calling one included; their number does not change the results
 */
export function createFusedEngine(size: EngineSize, threads: number): IntentEngine {
  const lstm = createFusedLstm({ ...size, actions: ACTIONS.length, threads });
  return {
    name: 'fused',
    backend: `wasm, threads: ${lstm.threads}`,
    setWeights: (weights) => lstm.setWeights(weights),
    getWeights: () => lstm.getWeights(),
    lossAndGradients: async (batch, targets) => lstm.lossAndGradients(labelled(batch, targets)),
    trainStep: async (batch, targets, learningRate) =>
      lstm.trainStep(labelled(batch, targets), { learningRate }),
    predict: async (batch) => lstm.predict(unlabelled(batch)),
    getTrainingState: () => lstm.getTrainingState(),
    setTrainingState: (state) => lstm.setTrainingState(state),
    dispose: () => lstm.dispose(),
  };
}

function unlabelled({ codes, lengths, size, time }: Batch): SequenceBatch {
  return { codes, lengths, batch: size, time };
}

function labelled(batch: Batch, { shares, weights }: Targets): LabelledBatch {
  return { ...unlabelled(batch), labels: shares, ...(weights === undefined ? {} : { weights }) };
}
