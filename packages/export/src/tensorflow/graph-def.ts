import type { ElementType, Shape } from '../graph/tensor.ts';
import { littleEndian } from '../protobuf/little-endian.ts';
import { protobufMessage, type ProtobufWriter } from '../protobuf/protobuf-writer.ts';
import type { Attribute, TensorflowFunction, TensorflowGraph, TensorflowNode } from './node.ts';

/** DataType in types.proto. */
export const TENSORFLOW_TYPES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 3,
  bool: 10,
};

/** GraphDef's version in TensorFlow 2.12; readers of any version above the minimum take it. */
export const PRODUCER = 1394;
/** The oldest reader that knows functions; what else we write is in every TensorFlow 2. */
export const MIN_CONSUMER = 12;

/** A GraphDef; field numbers are those of graph.proto and its kin. */
export function encodeGraphDef({ nodes, functions }: TensorflowGraph): ProtobufWriter {
  const graph = protobufMessage();
  for (const node of nodes) graph.message(1, encodeNode(node));
  const library = protobufMessage();
  for (const each of functions) library.message(1, encodeFunction(each));
  return graph
    .message(2, library)
    .message(4, protobufMessage().integer(1, PRODUCER).integer(2, MIN_CONSUMER));
}

/** A TensorShapeProto; a named axis is -1. */
export function encodeShape(shape: Shape): ProtobufWriter {
  const message = protobufMessage();
  for (const axis of shape) {
    message.message(2, protobufMessage().integer(1, typeof axis === 'number' ? axis : -1));
  }
  return message;
}

function encodeNode({ name, operator, inputs, attributes }: TensorflowNode): ProtobufWriter {
  const message = protobufMessage().string(1, name).string(2, operator);
  for (const input of inputs) message.string(3, input);
  return message.map(
    5,
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, encodeAttribute(value)]),
    ),
  );
}

function encodeAttribute(attribute: Attribute): ProtobufWriter {
  const message = protobufMessage();
  switch (attribute.kind) {
    case 'type':
      return message.integer(6, TENSORFLOW_TYPES[attribute.type]);
    case 'integer':
      return message.integer(3, attribute.integer);
    case 'flag':
      return message.integer(5, attribute.flag ? 1 : 0);
    case 'shape':
      return message.message(7, encodeShape(attribute.shape));
    case 'tensor':
      return message.message(
        8,
        protobufMessage()
          .integer(
            1,
            TENSORFLOW_TYPES[attribute.values instanceof Float32Array ? 'float32' : 'int32'],
          )
          .message(2, encodeShape(attribute.shape))
          .bytes(4, littleEndian(attribute.values)),
      );
    case 'function':
      return message.message(10, protobufMessage().string(1, attribute.name));
    case 'types': {
      const list = protobufMessage();
      for (const type of attribute.types) list.integer(6, TENSORFLOW_TYPES[type]);
      return message.message(1, list);
    }
    case 'shapes': {
      const list = protobufMessage();
      for (const shape of attribute.shapes) list.message(7, encodeShape(shape));
      return message.message(1, list);
    }
  }
}

function encodeFunction({ name, inputs, outputs, nodes }: TensorflowFunction): ProtobufWriter {
  const argument = (each: { readonly name: string; readonly type: ElementType }) =>
    protobufMessage().string(1, each.name).integer(3, TENSORFLOW_TYPES[each.type]);
  const signature = protobufMessage().string(1, name);
  for (const each of inputs) signature.message(2, argument(each));
  for (const each of outputs) signature.message(3, argument(each));
  const message = protobufMessage().message(1, signature);
  for (const node of nodes) message.message(3, encodeNode(node));
  for (const { name: result, from } of outputs) {
    message.message(4, protobufMessage().string(1, result).string(2, from));
  }
  return message;
}
