import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import type { IntentConfig } from '../config/intent-config.ts';
import type { EngineSize, IntentEngine } from './engine.ts';
import { createFusedEngine } from './fused/fused-engine.ts';
import { createTfjsEngine } from './tfjs/tfjs-engine.ts';

/** The keys of a config that choose how the model is computed. */
export type EngineConfig = Pick<IntentConfig, 'ENGINE' | 'BACKEND' | 'THREADS'>;

/** Starts the engine that a config names. */
export async function createEngine(config: EngineConfig, size: EngineSize): Promise<IntentEngine> {
  if (config.ENGINE === 'fused') {
    return createFusedEngine(size, config.THREADS === 0 ? availableParallelism() : config.THREADS);
  }
  await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  return createTfjsEngine(size, 'wasm');
}
