import { expect, it } from 'vitest';
import { compare, largestDifference, type Outcome } from '../src/comparison.ts';

const KERNELS: Outcome = {
  backend: 'wasm, threads: 2',
  losses: [0.6, 0.5],
  validation: [0.61, 0.55],
  predictions: Float32Array.of(0.25, 0.5),
  quality: { 'ROC-AUC': 0.7 },
  files: { 'model.onnx': 100 },
};
const TENSORFLOW: Outcome = { ...KERNELS, backend: 'tensorflow, @tensorflow/tfjs-node 4.22.0' };
const TOLERANCES = { loss: 1e-4, validation: 1e-4, prediction: 1e-4, quality: 1e-4 };

const failures = (change: Partial<Outcome>): readonly string[] =>
  compare('intent', KERNELS, { ...TENSORFLOW, ...change }, TOLERANCES)
    .filter(({ passed }) => !passed)
    .map(({ what }) => what);

it('passes two engines that agree', () => {
  expect(failures({})).toEqual([]);
  expect(failures({ losses: [0.60005, 0.5] })).toEqual([]);
});

it.each<[string, Partial<Outcome>]>([
  ['the engines', { backend: 'wasm, @tensorflow/tfjs-backend-wasm 4.22.0' }],
  ['losses by epoch', { losses: [0.6, 0.5002] }],
  ['losses by epoch', { losses: [0.6] }],
  ['validation by epoch', { validation: [NaN, 0.55] }],
  ['2 predictions', { predictions: Float32Array.of(0.25, 0.5003) }],
  ['ROC-AUC', { quality: {} }],
  ['the files of the bundle', { files: { 'model.onnx': 101 } }],
])('fails where %s differ', (what, change) => {
  expect(failures(change)).toEqual([`intent: ${what}`]);
});

it('finds the largest difference, and none where there is nothing to compare', () => {
  expect(largestDifference([1, 2, 3], [1, 2.5, 2.75])).toBe(0.5);
  expect(largestDifference([], [])).toBeNaN();
  expect(largestDifference([1, NaN, 5], [1, 2, 3])).toBeNaN();
});
