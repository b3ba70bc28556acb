import { availableParallelism } from 'node:os';
import type { MaskedLmSize } from '@lf/kernels';
import { chooseBackend } from '@lf/kernels/backend';
import type { ProdbConfig } from '@lf/recommenders/training';
import type { ProdbEngine } from './engine.ts';
import { createFusedEngine } from './fused/fused-engine.ts';
import { type MaskingConfig, mostAsked } from './masking/mask-session.ts';
import { softmaxSamples } from './softmax-samples.ts';

/** Keys that an engine needs beside the model's size. */
export type EngineConfig = MaskingConfig &
  Pick<
    ProdbConfig,
    | 'ENGINE'
    | 'BACKEND'
    | 'THREADS'
    | 'BATCH_SIZE'
    | 'COSINE_SCALE'
    | 'SOFTMAX'
    | 'SAMPLES'
    | 'ADAM'
  >;

/** What an engine computes, in the kernels' words. */
export interface EngineSettings {
  readonly size: MaskedLmSize;
  readonly temperature: number;
  readonly trainsBias: boolean;
  readonly isLazy: boolean;
}

/**
 * Starts the engine that a config names. TensorFlow.js is loaded only for `tfjs`; it has one active backend, so the
 * engine started last decides for all of the process.
 *
 * @param options.readsGradients whether `lossAndGradients` will be called
 * @throws BackendUnavailableError of @lf/kernels when BACKEND cannot run here
 */
export async function createEngine(
  config: EngineConfig,
  size: MaskedLmSize,
  { readsGradients = false }: { readonly readsGradients?: boolean } = {},
): Promise<ProdbEngine> {
  const { ENGINE, BACKEND, THREADS, BATCH_SIZE, COSINE_SCALE, ADAM } = config;
  const settings: EngineSettings = {
    size,
    temperature: COSINE_SCALE,
    trainsBias: COSINE_SCALE === 0,
    isLazy: ADAM === 'lazy',
  };
  if (ENGINE === 'fused') {
    return createFusedEngine({
      ...settings,
      maxSessions: BATCH_SIZE,
      maxTokens: BATCH_SIZE * size.positions,
      maxMasked: BATCH_SIZE * mostAsked(config),
      samples: softmaxSamples(config, size.items),
      threads: THREADS === 0 ? availableParallelism() : THREADS,
      keepsGradients: readsGradients,
    });
  }
  const { name, packageName, version } = await chooseBackend(
    BACKEND === 'auto' ? {} : { prefer: BACKEND },
  );
  const { createTfjsEngine } = await import('./tfjs/tfjs-engine.ts');
  return createTfjsEngine(settings, `${name}, ${packageName} ${version}`);
}
