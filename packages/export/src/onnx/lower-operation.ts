import type { BinaryOperator, Operation, UnaryOperator } from '../graph/operation.ts';
import type { Tensor } from '../graph/tensor.ts';
import { lowerLstm } from './lower-lstm.ts';
import { onnxDataType } from './onnx-model.ts';
import type { OnnxWriter } from './onnx-writer.ts';

const UNARY: Readonly<Record<UnaryOperator, string>> = {
  abs: 'Abs',
  sqrt: 'Sqrt',
  exp: 'Exp',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
  not: 'Not',
};

const BINARY: Readonly<Record<BinaryOperator, string>> = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  minimum: 'Min',
  maximum: 'Max',
  equal: 'Equal',
  less: 'Less',
  lessEqual: 'LessOrEqual',
  greater: 'Greater',
  greaterEqual: 'GreaterOrEqual',
  and: 'And',
  or: 'Or',
};

/** The nodes of an operation; gives the names of its results. */
export function lowerOperation(
  writer: OnnxWriter,
  operation: Exclude<Operation, { kind: 'input' }>,
): readonly string[] {
  if (operation.kind === 'topK') return lowerTopK(writer, operation.of, operation.k);
  return [lowerSingle(writer, operation)];
}

function lowerSingle(
  writer: OnnxWriter,
  operation: Exclude<Operation, { kind: 'input' | 'topK' }>,
): string {
  const name = (tensor: Tensor) => writer.nameOf(tensor);
  switch (operation.kind) {
    case 'constant':
      return writer.weights(operation.values, operation.shape, operation.name);
    case 'unary':
      return writer.node(UNARY[operation.operator], [name(operation.of)]);
    case 'binary':
      return writer.node(BINARY[operation.operator], [name(operation.a), name(operation.b)]);
    case 'cast':
      return writer.node('Cast', [name(operation.of)], { to: onnxDataType(operation.to) });
    case 'where':
      return writer.node('Where', [
        name(operation.condition),
        name(operation.ifTrue),
        name(operation.ifFalse),
      ]);
    case 'reduce':
      return lowerReduce(writer, operation);
    case 'cumulativeSum':
      return writer.node('CumSum', [name(operation.of), writer.integers(operation.axis)]);
    case 'softmax':
      return writer.node('Softmax', [name(operation.of)], { axis: -1 });
    case 'gather':
      return writer.node('Gather', [name(operation.table), name(operation.indices)]);
    case 'matMul':
      return lowerMatMul(writer, operation);
    case 'transpose':
      return writer.node('Transpose', [name(operation.of)], { perm: operation.order });
    case 'reshape': {
      const sizes = operation.shape.map((axis) => (typeof axis === 'number' ? axis : -1));
      return writer.node('Reshape', [name(operation.of), writer.integers(sizes)]);
    }
    case 'insertAxis':
      return writer.node('Unsqueeze', [name(operation.of), writer.integers([operation.axis])]);
    case 'lstm':
      return lowerLstm(writer, operation);
  }
}

function lowerReduce(
  writer: OnnxWriter,
  { operator, of, axis, keepsAxis }: Extract<Operation, { kind: 'reduce' }>,
): string {
  const keepdims = keepsAxis ? 1 : 0;
  const name = writer.nameOf(of);
  // Opset 17 takes axes as an input for sums, as an attribute for the others.
  if (operator === 'sum') {
    return writer.node('ReduceSum', [name, writer.integers([axis])], { keepdims });
  }
  const operators = { max: 'ReduceMax', mean: 'ReduceMean' } as const;
  return writer.node(operators[operator], [name], { axes: [axis], keepdims });
}

function lowerMatMul(
  writer: OnnxWriter,
  { a, b, transposesB }: Extract<Operation, { kind: 'matMul' }>,
): string {
  const [left, right] = [writer.nameOf(a), writer.nameOf(b)];
  if (!transposesB) return writer.node('MatMul', [left, right]);
  // Gemm reads the second matrix as it lies; a table of weights is then held once.
  if (a.shape.length === 2 && b.shape.length === 2) {
    return writer.node('Gemm', [left, right], { transB: 1 });
  }
  const order = b.shape.map((_, axis) => axis);
  const turned = [...order.slice(0, -2), order.length - 1, order.length - 2];
  return writer.node('MatMul', [left, writer.node('Transpose', [right], { perm: turned })]);
}

function lowerTopK(writer: OnnxWriter, of: Tensor, k: number): readonly string[] {
  const [values = '', indices = ''] = writer.nodeOf(
    'TopK',
    [writer.nameOf(of), writer.integers([k])],
    ['used', 'used'],
    { axis: -1 },
  );
  return [values, writer.node('Cast', [indices], { to: onnxDataType('int32') })];
}
