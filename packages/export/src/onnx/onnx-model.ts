import { littleEndian } from '../protobuf/little-endian.ts';
import { protobufMessage, type ProtobufWriter } from '../protobuf/protobuf-writer.ts';

/** IR 8 with opset 17: ONNX 1.12 (2022), read by ONNX Runtime from 1.12 on. */
const ONNX_IR_VERSION = 8;
const ONNX_OPSET = 17;

/** TensorProto.DataType in onnx.proto. */
export const DATA_TYPES = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
/** AttributeProto.AttributeType in onnx.proto. */
const ATTRIBUTE_TYPES = { integer: 2, integers: 7 } as const;

export type OnnxDataType = keyof typeof DATA_TYPES;

/** The ONNX number of a data type, as Cast's `to` takes it. */
export function onnxDataType(type: OnnxDataType): number {
  return DATA_TYPES[type];
}

/** A dimension of fixed size, or one that is named and free. */
type OnnxDimension = number | string;

interface OnnxValue {
  readonly name: string;
  readonly type: OnnxDataType;
  readonly shape: readonly OnnxDimension[];
}

export interface OnnxNode {
  readonly operator: string;
  /** Names of values; '' leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A constant of the graph, row-major. */
export interface OnnxInitializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | BigInt64Array;
}

export interface OnnxModel {
  readonly name: string;
  readonly documentation: string;
  readonly producer: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  /** In an order in which each node follows those that it reads. */
  readonly nodes: readonly OnnxNode[];
}

/** The bytes of an `.onnx` file; field numbers are those of onnx.proto. */
export function encodeOnnxModel(model: OnnxModel): Uint8Array {
  const graph = protobufMessage();
  model.nodes.forEach((node, index) => graph.message(1, encodeNode(node, index)));
  graph.string(2, model.name);
  for (const initializer of model.initializers) graph.message(5, encodeTensor(initializer));
  for (const input of model.inputs) graph.message(11, encodeValue(input));
  for (const output of model.outputs) graph.message(12, encodeValue(output));
  return protobufMessage()
    .integer(1, ONNX_IR_VERSION)
    .string(2, model.producer)
    .string(6, model.documentation)
    .message(7, graph)
    .message(8, protobufMessage().string(1, '').integer(2, ONNX_OPSET))
    .finish();
}

function encodeNode(node: OnnxNode, index: number): ProtobufWriter {
  const message = protobufMessage();
  for (const input of node.inputs) message.string(1, input);
  for (const output of node.outputs) message.string(2, output);
  message.string(3, `${node.operator}_${index}`).string(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    message.message(5, encodeAttribute(name, value));
  }
  return message;
}

function encodeAttribute(name: string, value: number | readonly number[]): ProtobufWriter {
  const message = protobufMessage().string(1, name);
  if (typeof value === 'number') {
    return message.integer(3, value).integer(20, ATTRIBUTE_TYPES.integer);
  }
  for (const item of value) message.integer(8, item);
  return message.integer(20, ATTRIBUTE_TYPES.integers);
}

function encodeTensor({ name, shape, values }: OnnxInitializer): ProtobufWriter {
  const message = protobufMessage();
  for (const size of shape) message.integer(1, size);
  return message
    .integer(2, DATA_TYPES[typeOf(values)])
    .string(8, name)
    .bytes(9, littleEndian(values));
}

function typeOf(values: OnnxInitializer['values']): OnnxDataType {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Int32Array ? 'int32' : 'int64';
}

function encodeValue({ name, type, shape }: OnnxValue): ProtobufWriter {
  const dimensions = protobufMessage();
  for (const size of shape) {
    const dimension = protobufMessage();
    dimensions.message(
      1,
      typeof size === 'number' ? dimension.integer(1, size) : dimension.string(2, size),
    );
  }
  const tensor = protobufMessage().integer(1, DATA_TYPES[type]).message(2, dimensions);
  return protobufMessage().string(1, name).message(2, protobufMessage().message(1, tensor));
}
