import { ModelFileError } from '../errors.ts';
import { readProtobuf, type ProtobufFields } from '../protobuf/protobuf-reader.ts';

/** Where messages of onnx.proto (1.19) hold others: field number -> what is there. Only the ways that lead to a tensor or a node. */
const PARTS = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparseTensor' },
  node: { 5: 'attribute' },
  attribute: {
    5: 'tensor',
    6: 'graph',
    10: 'tensor',
    11: 'graph',
    22: 'sparseTensor',
    23: 'sparseTensor',
  },
  sparseTensor: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
} as const satisfies Readonly<Record<string, Readonly<Record<number, string>>>>;

type Part = keyof typeof PARTS;

/** Fields of TensorProto: its name, where its values are, whether they are outside. */
const TENSOR_NAME = 8;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
/** Of NodeProto. An EPContext node loads a compiled model from a path. */
const OPERATOR = 4;
const OUTSIDE_OPERATORS: ReadonlySet<string> = new Set(['EPContext']);

/** An attribute holds a graph, which holds nodes, and so on: real models have If within Loop, not more. */
const MAX_DEPTH = 100;

function outsideOf(message: ProtobufFields, part: Part): string | null {
  if (part === 'tensor') {
    const isOutside =
      message.messages(EXTERNAL_DATA).length > 0 || message.integer(DATA_LOCATION) !== 0;
    return isOutside ? `tensor ${JSON.stringify(message.text(TENSOR_NAME).slice(0, 100))}` : null;
  }
  if (part === 'node') {
    const operator = message.text(OPERATOR);
    return OUTSIDE_OPERATORS.has(operator) ? `a node ${operator}` : null;
  }
  return null;
}

/**
 * What in an ONNX file would be read from other files: tensors with external data wherever they are, and nodes that
 * load compiled models. A runtime reads such files from wherever the model says, even when it is given the model's bytes.
 *
 * @returns in words; empty if the file holds all that it needs
 * @throws ModelFileError for bytes that are no message, or graphs that are nested too deep
 */
export function findOutsideFiles(onnx: Uint8Array): readonly string[] {
  const found: string[] = [];
  const waiting: { message: ProtobufFields; part: Part; depth: number }[] = [
    { message: readProtobuf(onnx, 'ONNX'), part: 'model', depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { message, part, depth } = next;
    if (depth > MAX_DEPTH) throw new ModelFileError('ONNX', 'its graphs are nested too deep');
    const outside = outsideOf(message, part);
    if (outside !== null) found.push(outside);
    for (const [field, inner] of Object.entries(PARTS[part])) {
      for (const child of message.messages(Number(field))) {
        waiting.push({ message: child, part: inner, depth: depth + 1 });
      }
    }
  }
  return found;
}
