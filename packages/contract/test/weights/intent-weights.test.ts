import { expect, it } from 'vitest';
import {
  deserializeWeights,
  intentParameterSizes,
  serializeWeights,
  WeightsFormatError,
  type IntentWeights,
} from '../../src/index.ts';

const values = (length: number) =>
  Float32Array.from({ length }, (_, index) => Math.sin(index + length));

const sizes = intentParameterSizes(6);
const weights: IntentWeights = {
  units: 6,
  actions: 7,
  kernel: values(sizes.kernel),
  recurrent: values(sizes.recurrent),
  bias: values(sizes.bias),
  dense: values(sizes.dense),
  denseBias: values(sizes.denseBias),
};

it('reads back what it wrote', () => {
  expect(deserializeWeights(serializeWeights(weights))).toEqual(weights);
});

it('reads bytes that lie anywhere in a buffer', () => {
  const bytes = serializeWeights(weights);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(deserializeWeights(shifted.subarray(3))).toEqual(weights);
});

it.each([
  ['empty', (_bytes: Uint8Array) => new Uint8Array()],
  ['cut short', (bytes: Uint8Array) => bytes.subarray(0, -1)],
  ['of another kind', (bytes: Uint8Array) => bytes.map((byte, index) => (index === 0 ? 0 : byte))],
  [
    'of another version',
    (bytes: Uint8Array) => bytes.map((byte, index) => (index === 3 ? 9 : byte)),
  ],
  ['of absurd size', (bytes: Uint8Array) => bytes.map((byte, index) => (index === 7 ? 255 : byte))],
])('refuses bytes that are %s', (_name, damage) => {
  expect(() => deserializeWeights(damage(serializeWeights(weights)))).toThrow(WeightsFormatError);
});
