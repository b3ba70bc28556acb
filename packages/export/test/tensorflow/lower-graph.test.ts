import { expect, it } from 'vitest';
import * as g from '../../src/index.ts';
import { lowerToTensorflow } from '../../src/tensorflow/lower-graph.ts';

const ids = g.input('ids', 'int32', ['batch', 'time']);
const nodesOf = (y: g.Tensor) =>
  lowerToTensorflow({ name: 'case', producer: 'test', description: '', outputs: { y } }).nodes;

it('gives an operator on truth values its type unless it is a logical one', () => {
  const isItem = g.not(g.less(ids, g.scalar(2, 'int32')));
  const nodes = nodesOf(g.cast(g.insertAxis(isItem, 1), 'int32'));
  const attributes = (operator: string) =>
    nodes.find((node) => node.operator === operator)?.attributes;
  expect(attributes('ExpandDims')).toMatchObject({ T: { kind: 'type', type: 'bool' } });
  expect(attributes('LogicalNot')).toEqual({});
  expect(attributes('Less')).toEqual({ T: { kind: 'type', type: 'int32' } });
});

it('writes what is used twice once, and what is not used not at all', () => {
  const counts = g.sum(ids, 1);
  g.sum(ids, 0);
  const nodes = nodesOf(g.add(counts, counts));
  expect(nodes.map(({ operator }) => operator)).toEqual([
    'Placeholder',
    'Const',
    'Sum',
    'AddV2',
    'Identity',
  ]);
});

it('runs an LSTM as a loop whose functions take and give the same state', () => {
  const steps = g.input('steps', 'float32', ['batch', 'time', 1]);
  const hidden = g.lstm(steps, g.equal(ids, ids), {
    units: 2,
    kernel: new Float32Array(8),
    recurrent: new Float32Array(16),
    bias: new Float32Array(8),
  });
  const graph = { name: 'case', producer: 'test', description: '', outputs: { hidden } };
  const { nodes, functions } = lowerToTensorflow(graph);
  const loop = nodes.find(({ operator }) => operator === 'StatelessWhile');
  const [condition, body] = functions;
  expect(functions).toHaveLength(2);
  expect(condition?.outputs).toMatchObject([{ type: 'bool' }]);
  expect(body?.outputs.map(({ type }) => type)).toEqual(body?.inputs.map(({ type }) => type));
  expect(loop?.inputs).toHaveLength(body?.inputs.length ?? 0);
});
