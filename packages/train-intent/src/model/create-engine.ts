import { availableParallelism } from 'node:os';
import { chooseBackend } from '@lf/kernels/backend';
import type { IntentConfig } from '../config/intent-config.ts';
import type { EngineSize, IntentEngine } from './engine.ts';
import { createFusedEngine } from './fused/fused-engine.ts';

/** The keys of a config that choose how the model is computed. */
export type EngineConfig = Pick<IntentConfig, 'ENGINE' | 'BACKEND' | 'THREADS'>;

/**
 * Starts the engine that a config names. TensorFlow.js is loaded only for `tfjs`; it has one active
 * backend, so the engine started last decides for all of the process.
 *
 * @throws BackendUnavailableError of @lf/kernels when BACKEND cannot run here
 */
export async function createEngine(config: EngineConfig, size: EngineSize): Promise<IntentEngine> {
  const { ENGINE, BACKEND, THREADS } = config;
  if (ENGINE === 'fused') {
    return createFusedEngine(size, THREADS === 0 ? availableParallelism() : THREADS);
  }
  const { name, packageName, version } = await chooseBackend(
    BACKEND === 'auto' ? {} : { prefer: BACKEND },
  );
  const { createTfjsEngine } = await import('./tfjs/tfjs-engine.ts');
  return createTfjsEngine(size, `${name}, ${packageName} ${version}`);
}
