import {
  maskedLmShapes,
  type MaskedLmSize,
  type MaskedLmWeights,
  type MaskedTrainingBatch,
} from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineSettings } from '../create-engine.ts';
import type { ProdbEngine } from '../engine.ts';
import { adamStep, type AdamState, adamStepSize } from './adam.ts';
import { encode, encodeBackward } from './encoder.ts';
import { runHead, touchedRows } from './head.ts';
import { padBatch } from './padded-batch.ts';
import { gatherRows, sumRows } from './tensors.ts';

const MOMENTS = ['value', 'first', 'second'] as const;

/**
 * The model in TensorFlow.js operations, on the backend that is active. Weights and moments stay on the device.
 *
 * @param backend the active backend, for the record
 */
export function createTfjsEngine(settings: EngineSettings, backend: string): ProdbEngine {
  const { size, isLazy, trainsBias } = settings;
  const states = new Map<string, AdamState>();
  let steps = 0;
  for (const [name, shape] of maskedLmShapes(size)) {
    states.set(name, {
      value: tf.zeros([...shape]),
      first: tf.zeros([...shape]),
      second: tf.zeros([...shape]),
    });
  }
  const replace = (name: string, next: AdamState): void => {
    const previous = states.get(name);
    states.set(name, next);
    if (previous !== undefined) {
      tf.dispose(
        MOMENTS.map((key) => previous[key]).filter((t) => !MOMENTS.some((key) => next[key] === t)),
      );
    }
  };
  const weights = () => new Map([...states].map(([name, { value }]) => [name, value]));

  return {
    name: 'tfjs',
    backend,
    setWeights(values) {
      for (const [name, shape] of maskedLmShapes(size)) {
        const state = states.get(name);
        const value = tf.tensor(values.get(name) ?? new Float32Array(0), [...shape]);
        if (state !== undefined) replace(name, { ...state, value });
      }
    },
    getWeights: () => readAll(weights()),
    async lossAndGradients(batch) {
      const { loss, gradients } = tf.tidy(() => {
        const result = differentiate(weights(), batch, settings);
        return { loss: result.loss, gradients: Object.fromEntries(result.gradients) };
      });
      try {
        return {
          loss: await readScalar(loss),
          gradients: await readAll(new Map(Object.entries(gradients))),
        };
      } finally {
        tf.dispose([loss, ...Object.values(gradients)]);
      }
    },
    async trainStep(batch, learningRate) {
      steps++;
      const stepSize = adamStepSize(learningRate, steps);
      const { loss, next } = tf.tidy(() => {
        const result = differentiate(weights(), batch, settings);
        const stepped = new Map<string, AdamState>();
        for (const [name, state] of states) {
          if (name === 'bias' && !trainsBias) continue;
          const gradient = result.gradients.get(name);
          if (gradient === undefined) continue;
          const touched = isLazy ? touchedOf(name, batch, size) : undefined;
          stepped.set(name, adamStep(state, gradient, stepSize, touched));
        }
        return { loss: result.loss, next: Object.fromEntries(stepped) };
      });
      for (const [name, state] of Object.entries(next)) replace(name, state);
      try {
        return await readScalar(loss);
      } finally {
        tf.dispose(loss);
      }
    },
    dispose() {
      for (const state of states.values()) tf.dispose(MOMENTS.map((key) => state[key]));
      states.clear();
    },
  };
}

function touchedOf(name: string, batch: MaskedTrainingBatch, size: MaskedLmSize) {
  if (name === 'embedding' || name === 'output') return touchedRows(batch, size, name);
  if (name !== 'bias') return undefined;
  const rows = touchedRows(batch, size, name);
  return rows === undefined ? undefined : tf.reshape(rows, [-1]);
}

/** The loss and the gradients by name. Call within `tf.tidy`. */
function differentiate(
  weights: ReadonlyMap<string, tf.Tensor>,
  batch: MaskedTrainingBatch,
  settings: EngineSettings,
): { readonly loss: tf.Tensor; readonly gradients: ReadonlyMap<string, tf.Tensor> } {
  const { size } = settings;
  const padded = padBatch(batch, size);
  const encoded = encode(weights, padded, size);
  const masked = gatherRows(encoded.hidden, padded.masked);
  const { loss, dHidden, dTable, dBias } = runHead(weights, masked, batch, settings);
  const gradients = new Map<string, tf.Tensor>();
  const dRows = sumRows(padded.masked, dHidden, padded.sessions * padded.time);
  const dEmbedding = encodeBackward(encoded, dRows, weights, padded, size, gradients);
  gradients.set('embedding', size.isTied ? tf.add(dEmbedding, dTable) : dEmbedding);
  if (!size.isTied) gradients.set('output', dTable);
  gradients.set('bias', dBias);
  return { loss, gradients };
}

async function readScalar(tensor: tf.Tensor): Promise<number> {
  const [value] = await tensor.data<'float32'>();
  return value ?? NaN;
}

/** Copies of tensors' values: the cpu backend hands out its own arrays. */
async function readAll(tensors: ReadonlyMap<string, tf.Tensor>): Promise<MaskedLmWeights> {
  const read = [...tensors].map(
    async ([name, tensor]) => [name, Float32Array.from(await tensor.data<'float32'>())] as const,
  );
  return new Map(await Promise.all(read));
}
