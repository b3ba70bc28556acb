import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { encodeLayersModel } from '../../src/index.ts';
import { memoryHandler } from './memory-handler.ts';

it('writes layers that TensorFlow.js loads with their weights', async () => {
  await tf.setBackend('cpu');
  const files = encodeLayersModel({
    name: 'line',
    producer: 'test',
    inputShape: [2],
    layers: [
      {
        className: 'Dense',
        name: 'first',
        settings: { units: 2, activation: 'relu', use_bias: true },
        weights: [
          { name: 'kernel', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
          { name: 'bias', shape: [2], values: Float32Array.of(0, -20) },
        ],
      },
      {
        className: 'Dense',
        name: 'second',
        settings: { units: 1, activation: 'linear', use_bias: false },
        weights: [{ name: 'kernel', shape: [2, 1], values: Float32Array.of(1, 100) }],
      },
    ],
  });
  const model = await loadLayersModel(memoryHandler(files));
  const y = model.predict(tf.tensor2d([[1, 2]])) as tf.Tensor;
  // relu(1 + 6, 2 + 8 - 20) = (7, 0)
  expect(Array.from(y.dataSync())).toEqual([7]);
});
