import { expect, it } from 'vitest';
import * as g from '../../src/index.ts';

const ids = g.input('ids', 'int32', ['batch', 'time']);
const lengths = g.sum(g.cast(g.greater(ids, g.scalar(1, 'int32')), 'int32'), 1);
const graph: g.Graph = {
  name: 'lengths',
  producer: '@lf/test',
  description: 'How many items?',
  outputs: { lengths, share: g.divide(g.cast(lengths, 'float32'), g.scalar(20, 'float32')) },
};

it('reads what an ONNX file declares', () => {
  expect(g.readOnnx(g.encodeOnnx(graph))).toEqual({
    irVersion: 8,
    opset: 17,
    producer: '@lf/test',
    inputs: [{ name: 'ids', dtype: 'int32', shape: ['batch', 'time'] }],
    outputs: [
      { name: 'lengths', dtype: 'int32', shape: ['batch'] },
      { name: 'share', dtype: 'float32', shape: ['batch'] },
    ],
  });
});

it('reads what a SavedModel declares', () => {
  expect(g.readSavedModel(g.encodeSavedModel(graph))).toEqual({
    tags: ['serve'],
    producer: 1394,
    minConsumer: 12,
    signatures: [
      {
        name: 'serving_default',
        method: 'tensorflow/serving/predict',
        inputs: [{ name: 'ids', dtype: 'int32', shape: ['?', '?'] }],
        outputs: [
          { name: 'lengths', dtype: 'int32', shape: ['?'] },
          { name: 'share', dtype: 'float32', shape: ['?'] },
        ],
      },
    ],
  });
});

it('reads which kind of TensorFlow.js model a folder holds', () => {
  expect(g.readTensorflowJs(g.encodeGraphModel(graph)['model.json'])).toEqual({
    format: 'graph-model',
    producer: '@lf/test',
  });
});

it.each([
  ['an ONNX file', () => g.readOnnx(new Uint8Array()), 'it holds no graph'],
  ['a SavedModel', () => g.readSavedModel(Uint8Array.of(8, 1)), 'it holds no graph'],
  ['a model.json', () => g.readTensorflowJs(Buffer.from('{')), 'no JSON'],
  [
    'a model of another kind',
    () => g.readTensorflowJs(Buffer.from('{"format": "tensors"}')),
    'its format is "tensors"',
  ],
])('refuses what is not %s', (_name, read, message) => {
  expect(read).toThrow(g.ModelFileError);
  expect(read).toThrow(message);
});

it('writes the same bytes for the same graph', () => {
  expect(g.encodeOnnx(graph)).toEqual(g.encodeOnnx(graph));
  expect(g.encodeSavedModel(graph)).toEqual(g.encodeSavedModel(graph));
  expect(g.encodeGraphModel(graph)).toEqual(g.encodeGraphModel(graph));
});
