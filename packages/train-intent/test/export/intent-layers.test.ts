import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { exportIntent, exportIntentTensorflowJs, predictIntent } from '../../src/index.ts';
import { busyWeights } from '../busy-weights.ts';
import { sequencesOf } from '../random-sequences.ts';

const weights = busyWeights(12);
let model: LayersModel;

beforeAll(async () => {
  await tf.setBackend('cpu');
  const files = exportIntentTensorflowJs(weights);
  const { modelTopology, weightsManifest } = JSON.parse(
    new TextDecoder().decode(files['model.json']),
  ) as { modelTopology: object; weightsManifest: tf.io.WeightsManifestConfig };
  model = await loadLayersModel({
    load: async () => ({
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(files['weights.bin']).buffer,
    }),
  });
});

/** Rows of codes; -1 is an all-zero step, as is the space after a row. */
function predict(rows: readonly (readonly number[])[]): number[] {
  const time = Math.max(...rows.map((row) => row.length)) + 1;
  const x = rows.map((row) =>
    Array.from({ length: time }, (_, step) =>
      Array.from({ length: 7 }, (_unused, action) => (row[step] === action ? 1 : 0)),
    ),
  );
  return tf.tidy(() => Array.from((model.predict(tf.tensor3d(x)) as tf.Tensor).dataSync()));
}

it('loads in TensorFlow.js as layers and agrees with the engine', async () => {
  const rows = [[2], [5, 5, 2, 4], [6, 2, 3, 2, 5, 6, 6, 6, 2]];
  const expected = await predictIntent(weights, sequencesOf(rows));
  const found = predict(rows.map((row) => [0, ...row, 1]));
  found.forEach((probability, row) => expect(probability).toBeCloseTo(expected[row]!, 5));
});

it('skips an all-zero step within a row, as the ONNX file does', () => {
  const [withHole] = predict([[0, -1, 5, -1, -1, 2, 1]]);
  const [without] = predict([[0, 5, 2, 1]]);
  expect(withHole).toBeCloseTo(without!, 6);
});

it('gives the files of a bundle, the same bytes for the same weights', () => {
  const files = exportIntent(weights);
  expect(Object.keys(files)).toEqual([
    'model.onnx',
    '1/saved_model.pb',
    'tfjs/model.json',
    'tfjs/weights.bin',
    'weights.bin',
  ]);
  expect(exportIntent(weights)).toEqual(files);
});
