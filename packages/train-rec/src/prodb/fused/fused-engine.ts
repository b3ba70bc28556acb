import { createFusedMaskedLm, type FusedMaskedLmOptions, type MaskedLmSize } from '@lf/kernels';
import type { ProdbEngine } from '../engine.ts';

/** The model in our fused WebAssembly kernels. */
export function createFusedEngine(
  options: Omit<FusedMaskedLmOptions, keyof MaskedLmSize> & { readonly size: MaskedLmSize },
): ProdbEngine {
  const { size, ...room } = options;
  const lm = createFusedMaskedLm({ ...size, ...room });
  return {
    name: 'fused',
    backend: `wasm, threads: ${lm.threads}`,
    setWeights: (weights) => lm.setWeights(weights),
    getWeights: async () => lm.getWeights(),
    lossAndGradients: async (batch) => lm.lossAndGradients(batch),
    trainStep: async (batch, learningRate) => lm.trainStep(batch, { learningRate }),
    getTrainingState: () => lm.getTrainingState(),
    setTrainingState: (state) => lm.setTrainingState(state),
    dispose: () => lm.dispose(),
  };
}
