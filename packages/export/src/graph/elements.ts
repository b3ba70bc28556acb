import { GraphError } from '../errors.ts';
import type {
  ArithmeticOperator,
  BinaryOperator,
  ComparisonOperator,
  LogicalOperator,
  UnaryOperator,
} from './operation.ts';
import { broadcastShape } from './shapes.ts';
import { describeTensor, resultOf, type ElementType, type Tensor } from './tensor.ts';

function requireType(operation: string, type: string, tensors: readonly Tensor[]): void {
  if (tensors.every((tensor) => tensor.type === type)) return;
  throw new GraphError(operation, `operands of ${type}`, tensors.map(describeTensor).join(' and '));
}

const floatOperator = (operator: UnaryOperator) => (of: Tensor) => {
  requireType(operator, 'float32', [of]);
  return resultOf({ kind: 'unary', operator, of }, 'float32', of.shape);
};

export const abs = floatOperator('abs');
export const sqrt = floatOperator('sqrt');
export const exp = floatOperator('exp');
export const sigmoid = floatOperator('sigmoid');
export const tanh = floatOperator('tanh');
export const relu = floatOperator('relu');

/** True where it was false. */
export function not(of: Tensor): Tensor {
  requireType('not', 'bool', [of]);
  return resultOf({ kind: 'unary', operator: 'not', of }, 'bool', of.shape);
}

function binary(operator: BinaryOperator, a: Tensor, b: Tensor, type: ElementType): Tensor {
  return resultOf({ kind: 'binary', operator, a, b }, type, broadcastShape(operator, a, b));
}

function requireNumbers(operation: string, a: Tensor, b: Tensor): void {
  if (a.type === b.type && a.type !== 'bool') return;
  throw new GraphError(
    operation,
    'two operands of float32 or two of int32',
    [a, b].map(describeTensor).join(' and '),
  );
}

const arithmetic = (operator: ArithmeticOperator) => (a: Tensor, b: Tensor) => {
  requireNumbers(operator, a, b);
  return binary(operator, a, b, a.type);
};

export const add = arithmetic('add');
export const subtract = arithmetic('subtract');
export const multiply = arithmetic('multiply');
export const minimum = arithmetic('minimum');
export const maximum = arithmetic('maximum');

/** a / b, of floats alone: formats round whole numbers differently. */
export function divide(a: Tensor, b: Tensor): Tensor {
  requireType('divide', 'float32', [a, b]);
  return binary('divide', a, b, 'float32');
}

const comparison = (operator: ComparisonOperator) => (a: Tensor, b: Tensor) => {
  requireNumbers(operator, a, b);
  return binary(operator, a, b, 'bool');
};

export const equal = comparison('equal');
export const less = comparison('less');
export const lessEqual = comparison('lessEqual');
export const greater = comparison('greater');
export const greaterEqual = comparison('greaterEqual');

const logical = (operator: LogicalOperator) => (a: Tensor, b: Tensor) => {
  requireType(operator, 'bool', [a, b]);
  return binary(operator, a, b, 'bool');
};

export const and = logical('and');
export const or = logical('or');

/** The same elements as another type: false and true are 0 and 1, fractions are cut off. */
export function cast(of: Tensor, to: ElementType): Tensor {
  return of.type === to ? of : resultOf({ kind: 'cast', of, to }, to, of.shape);
}

/** Element by element, one of two: `ifTrue` where the condition holds. */
export function where(condition: Tensor, ifTrue: Tensor, ifFalse: Tensor): Tensor {
  requireType('where', 'bool', [condition]);
  requireNumbers('where', ifTrue, ifFalse);
  const shape = broadcastShape('where', condition, ifTrue, ifFalse);
  return resultOf({ kind: 'where', condition, ifTrue, ifFalse }, ifTrue.type, shape);
}
