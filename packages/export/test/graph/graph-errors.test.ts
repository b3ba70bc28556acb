import { describe, expect, it } from 'vitest';
import * as g from '../../src/index.ts';

const x = g.input('x', 'float32', ['batch', 3]);
const ids = g.input('ids', 'int32', ['batch', 'time']);
const graph = (outputs: g.Graph['outputs']): g.Graph => ({
  name: 'case',
  producer: 'test',
  description: '',
  outputs,
});

describe('a graph is refused while it is built, with what was expected', () => {
  it.each<[string, () => unknown, string]>([
    [
      'shapes that do not fit',
      () => g.add(x, g.constant(new Float32Array(2), [2])),
      'add: expected shapes that are alike but for axes of 1, got float32 [batch, 3] and float32 [2].',
    ],
    [
      'two free axes of other names',
      () => g.add(ids, g.input('more', 'int32', ['batch', 'steps'])),
      'int32 [batch, time] and int32 [batch, steps]',
    ],
    [
      'types that differ',
      () => g.add(x, g.scalar(1, 'int32')),
      'two operands of float32 or two of int32',
    ],
    [
      'a division of whole numbers',
      () => g.divide(ids, ids),
      'divide: expected operands of float32',
    ],
    [
      'a condition that is a number',
      () => g.where(ids, ids, ids),
      'where: expected operands of bool',
    ],
    ['matrices that do not fit', () => g.matMul(x, x), 'float32 [..., m, k] and [..., k, n]'],
    [
      'an axis that is not there',
      () => g.sum(x, 2),
      'sum: expected an axis of float32 [batch, 3], got 2.',
    ],
    ['too many of too few', () => g.topK(x, 4), 'k 4'],
    [
      'the most of a free axis',
      () => g.topK(g.cast(ids, 'float32'), 1),
      'float32 [batch, time], k 1',
    ],
    [
      'values that do not fill a shape',
      () => g.constant(new Float32Array(3), [2, 2], 'table'),
      '4 values',
    ],
    ['a reshape that loses elements', () => g.reshape(x, ['batch', 2]), 'as many elements'],
    ['a reshape with two free axes', () => g.reshape(x, ['batch', 'three']), 'one named axis'],
    ['an axis moved twice', () => g.transpose(x, [0, 0]), 'each axis of float32 [batch, 3] once'],
    ['rows by fractions', () => g.gather(x, x), 'int32 indices'],
    [
      'LSTM weights of another size',
      () =>
        g.lstm(g.input('s', 'float32', ['batch', 'time', 2]), g.equal(ids, ids), {
          units: 1,
          kernel: new Float32Array(4),
          recurrent: new Float32Array(4),
          bias: new Float32Array(4),
        }),
      'lstm kernel: expected 8 values, got 4.',
    ],
  ])('%s', (_name, build, message) => {
    expect(build).toThrow(g.GraphError);
    expect(build).toThrow(message);
  });
});

describe('a graph is refused when it is written', () => {
  it.each<[string, g.Graph['outputs'], string]>([
    [
      'with a truth value at its border',
      { y: g.less(ids, ids) },
      'output y: expected float32 or int32',
    ],
    ['with a name that comes twice', { x: g.abs(x) }, 'each once, got x, x'],
    ['with a name that is no identifier', { 'y:0': x }, 'names of letters, digits and _'],
    ['without an input', { y: g.scalar(1, 'float32') }, 'an input that an output reads'],
  ])('%s', (_name, outputs, message) => {
    for (const encode of [g.encodeOnnx, g.encodeSavedModel, g.encodeGraphModel]) {
      expect(() => encode(graph(outputs))).toThrow(message);
    }
  });

  it('as a TensorFlow.js graph model, with an LSTM in it', () => {
    const hidden = g.lstm(g.input('s', 'float32', ['batch', 'time', 1]), g.equal(ids, ids), {
      units: 1,
      kernel: new Float32Array(4),
      recurrent: new Float32Array(4),
      bias: new Float32Array(4),
    });
    expect(() => g.encodeGraphModel(graph({ hidden }))).toThrow(g.UnsupportedOperationError);
  });
});
