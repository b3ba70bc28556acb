import { describe, expect, it } from 'vitest';
import * as g from '../../src/index.ts';
import {
  protobufMessage as message,
  type ProtobufWriter,
} from '../../src/protobuf/protobuf-writer.ts';

/** A tensor whose values are in the file `secret`. */
const outside = () =>
  message()
    .string(8, 'weights')
    .message(13, message().string(1, 'location').string(2, 'secret'))
    .integer(14, 1);
const located = () => message().string(8, 'weights').integer(14, 1);
const listed = () => message().string(8, 'weights').message(13, message().string(1, 'location'));

const graph = (field: number, value: ProtobufWriter) => message().message(field, value);
const model = (value: ProtobufWriter) => message().integer(1, 8).message(7, value);
const node = (attribute: ProtobufWriter) => message().string(4, 'Constant').message(5, attribute);
const inside = (attribute: ProtobufWriter) => model(graph(1, node(attribute)));
const attribute = (field: number, value: ProtobufWriter) => message().message(field, value);

const nested = (depth: number): ProtobufWriter =>
  depth === 0 ? graph(5, outside()) : graph(1, node(attribute(6, nested(depth - 1))));

describe('a tensor whose values are in another file', () => {
  it.each<[string, ProtobufWriter]>([
    ['an initializer', model(graph(5, outside()))],
    ['one that only says that it is outside', model(graph(5, located()))],
    ['one that only says where', model(graph(5, listed()))],
    ['a sparse initializer’s values', model(graph(15, message().message(1, outside())))],
    ['a sparse initializer’s indices', model(graph(15, message().message(2, outside())))],
    ['an attribute', inside(attribute(5, outside()))],
    ['one of an attribute’s tensors', inside(attribute(10, outside()))],
    ['an attribute’s sparse tensor', inside(attribute(22, message().message(1, outside())))],
    ['one of its sparse tensors', inside(attribute(23, message().message(2, outside())))],
    ['a graph of a branch', inside(attribute(6, graph(5, outside())))],
    ['one of several graphs', inside(attribute(11, graph(5, outside())))],
    ['a graph in a graph in a graph', model(nested(3))],
    ['a function', message().message(25, message().message(7, node(attribute(5, outside()))))],
    [
      'a function’s default attribute',
      message().message(25, message().message(11, attribute(5, outside()))),
    ],
    ['the training’s start', message().message(20, message().message(1, graph(5, outside())))],
    ['the training’s algorithm', message().message(20, message().message(2, graph(5, outside())))],
    [
      'a second graph, which is merged into the first',
      model(message()).message(7, graph(5, outside())),
    ],
  ])('is found as %s', (_where, file) => {
    expect(g.findOutsideFiles(file.finish())).toEqual(['tensor "weights"']);
  });

  it('is found behind a key of five bytes, whose highest bits readers drop', () => {
    const [key, ...rest] = model(graph(5, outside())).finish().subarray(2);
    const long = Uint8Array.of((key ?? 0) | 0x80, 0x80, 0x80, 0x80, 0x10, ...rest);
    expect(() => g.findOutsideFiles(long)).toThrow(g.ModelFileError);
  });
});

it('a node that loads a compiled model is found', () => {
  const file = model(graph(1, message().string(4, 'EPContext').string(7, 'com.microsoft')));
  expect(g.findOutsideFiles(file.finish())).toEqual(['a node EPContext']);
});

it('graphs without end are refused, and so are bytes that are no model', () => {
  expect(() => g.findOutsideFiles(model(nested(200)).finish())).toThrow(/nested too deep/);
  expect(() => g.findOutsideFiles(Uint8Array.of(0x3a, 0x05, 1))).toThrow(g.ModelFileError);
});

it('a model of ours holds all that it needs', () => {
  const x = g.input('x', 'float32', ['batch', 2]);
  const scaled = g.multiply(x, g.constant(Float32Array.of(1, 2), [2]));
  const file = g.encodeOnnx({
    name: 'scale',
    producer: '@lf/test',
    description: 'Twice the second',
    outputs: { scaled },
  });
  expect(g.findOutsideFiles(file)).toEqual([]);
});
