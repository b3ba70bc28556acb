import type { BinaryOperator, Operation, UnaryOperator } from '../graph/operation.ts';
import type { Tensor } from '../graph/tensor.ts';
import { lowerLstm } from './lower-lstm.ts';
import { flagAttribute, shapeAttribute, typeAttribute } from './node.ts';
import type { TensorflowWriter } from './tensorflow-writer.ts';

const UNARY: Readonly<Record<UnaryOperator, string>> = {
  abs: 'Abs',
  sqrt: 'Sqrt',
  exp: 'Exp',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
  not: 'LogicalNot',
};

const BINARY: Readonly<Record<BinaryOperator, string>> = {
  add: 'AddV2',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'RealDiv',
  minimum: 'Minimum',
  maximum: 'Maximum',
  equal: 'Equal',
  less: 'Less',
  lessEqual: 'LessEqual',
  greater: 'Greater',
  greaterEqual: 'GreaterEqual',
  and: 'LogicalAnd',
  or: 'LogicalOr',
};

const REDUCE = { sum: 'Sum', max: 'Max', mean: 'Mean' } as const;
const INT32 = typeAttribute('int32');

/** The nodes of an operation; gives the names of its results. */
export function lowerOperation(writer: TensorflowWriter, operation: Operation): readonly string[] {
  if (operation.kind !== 'topK') return [lowerSingle(writer, operation)];
  const { of, k } = operation;
  const node = writer.node('TopKV2', [writer.nameOf(of), writer.integers(k)], {
    T: typeAttribute(of.type),
    sorted: flagAttribute(true),
  });
  return [node, `${node}:1`];
}

function lowerSingle(
  writer: TensorflowWriter,
  operation: Exclude<Operation, { kind: 'topK' }>,
): string {
  const name = (tensor: Tensor) => writer.nameOf(tensor);
  switch (operation.kind) {
    case 'input':
      return operation.name;
    case 'constant':
      return writer.weights(operation.values, operation.shape, operation.name);
    case 'unary':
      return writer.node(
        UNARY[operation.operator],
        [name(operation.of)],
        unlessLogical(operation.of),
      );
    case 'binary':
      return writer.node(
        BINARY[operation.operator],
        [name(operation.a), name(operation.b)],
        unlessLogical(operation.a),
      );
    case 'cast':
      return writer.node('Cast', [name(operation.of)], {
        SrcT: typeAttribute(operation.of.type),
        DstT: typeAttribute(operation.to),
        Truncate: flagAttribute(false),
      });
    case 'where':
      return writer.node(
        'SelectV2',
        [name(operation.condition), name(operation.ifTrue), name(operation.ifFalse)],
        typed(operation.ifTrue),
      );
    case 'reduce':
      return writer.node(
        REDUCE[operation.operator],
        [name(operation.of), writer.integers([operation.axis])],
        { ...typed(operation.of), Tidx: INT32, keep_dims: flagAttribute(operation.keepsAxis) },
      );
    case 'cumulativeSum':
      return writer.node('Cumsum', [name(operation.of), writer.integers(operation.axis)], {
        ...typed(operation.of),
        Tidx: INT32,
        exclusive: flagAttribute(false),
        reverse: flagAttribute(false),
      });
    case 'softmax':
      return writer.node('Softmax', [name(operation.of)], typed(operation.of));
    case 'gather':
      return writer.node(
        'GatherV2',
        [name(operation.table), name(operation.indices), writer.integers(0)],
        {
          Tparams: typeAttribute(operation.table.type),
          Tindices: INT32,
          Taxis: INT32,
          batch_dims: { kind: 'integer', integer: 0 },
        },
      );
    case 'matMul':
      return lowerMatMul(writer, operation);
    case 'transpose':
      return writer.node('Transpose', [name(operation.of), writer.integers(operation.order)], {
        ...typed(operation.of),
        Tperm: INT32,
      });
    case 'reshape': {
      const sizes = operation.shape.map((axis) => (typeof axis === 'number' ? axis : -1));
      return writer.node('Reshape', [name(operation.of), writer.integers(sizes)], {
        ...typed(operation.of),
        Tshape: INT32,
      });
    }
    case 'insertAxis':
      return writer.node('ExpandDims', [name(operation.of), writer.integers(operation.axis)], {
        ...typed(operation.of),
        Tdim: INT32,
      });
    case 'lstm':
      return lowerLstm(writer, operation);
  }
}

/** The setting T of most operators: the type of their operand. */
function typed({ type }: Tensor) {
  return { T: typeAttribute(type) };
}

/** Operators on truth values have no setting T. */
function unlessLogical(operand: Tensor) {
  return operand.type === 'bool' ? {} : typed(operand);
}

function lowerMatMul(
  writer: TensorflowWriter,
  { a, b, transposesB }: Extract<Operation, { kind: 'matMul' }>,
): string {
  const inputs = [writer.nameOf(a), writer.nameOf(b)];
  if (a.shape.length === 2 && b.shape.length === 2) {
    return writer.node('MatMul', inputs, {
      ...typed(a),
      transpose_a: flagAttribute(false),
      transpose_b: flagAttribute(transposesB),
    });
  }
  return writer.node('BatchMatMulV2', inputs, {
    ...typed(a),
    adj_x: flagAttribute(false),
    adj_y: flagAttribute(transposesB),
  });
}

/** The node that a caller's tensor enters by. */
export function lowerInput(writer: TensorflowWriter, name: string, { type, shape }: Tensor): void {
  writer.node(
    'Placeholder',
    [],
    { dtype: typeAttribute(type), shape: shapeAttribute(shape) },
    name,
  );
}
