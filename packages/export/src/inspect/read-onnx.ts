import { ModelFileError } from '../errors.ts';
import { DATA_TYPES } from '../onnx/onnx-model.ts';
import { readProtobuf, type ProtobufFields } from '../protobuf/protobuf-reader.ts';
import { typeName, type TensorFacts } from './tensor-facts.ts';

/** What an ONNX file says of itself. */
export interface OnnxFacts {
  readonly irVersion: number;
  /** Of the default operator set. */
  readonly opset: number;
  readonly producer: string;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
}

/**
 * Reads the head of an ONNX file.
 *
 * @throws ModelFileError
 */
export function readOnnx(bytes: Uint8Array): OnnxFacts {
  const model = readProtobuf(bytes, 'ONNX');
  const [graph] = model.messages(7);
  if (graph === undefined) throw new ModelFileError('ONNX', 'it holds no graph');
  const defaultSet = model.messages(8).find((set) => set.text(1) === '');
  return {
    irVersion: model.integer(1),
    opset: defaultSet?.integer(2) ?? 0,
    producer: model.text(2),
    inputs: graph.messages(11).map(readValue),
    outputs: graph.messages(12).map(readValue),
  };
}

function readValue(value: ProtobufFields): TensorFacts {
  const tensor = value.messages(2)[0]?.messages(1)[0];
  const dimensions = tensor?.messages(2)[0]?.messages(1) ?? [];
  return {
    name: value.text(1),
    dtype: typeName(DATA_TYPES, tensor?.integer(1) ?? 0),
    shape: dimensions.map((axis) => axis.integer(1) || axis.text(2) || '?'),
  };
}
