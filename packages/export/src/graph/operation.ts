import type { ElementType, Shape, Tensor } from './tensor.ts';

export type UnaryOperator = 'abs' | 'sqrt' | 'exp' | 'sigmoid' | 'tanh' | 'relu' | 'not';
export type ArithmeticOperator = 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum' | 'maximum';
export type ComparisonOperator = 'equal' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual';
export type LogicalOperator = 'and' | 'or';
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | LogicalOperator;
export type ReduceOperator = 'sum' | 'max' | 'mean';

/** Values of a constant, row-major. */
export type ConstantValues = Float32Array | Int32Array;

/** Weights of an LSTM in Keras's layout: gates input, forget, cell, output along 4 * unit. */
export interface LstmParameters {
  readonly units: number;
  /** `[feature, 4 * unit]` */
  readonly kernel: Float32Array;
  /** `[unit, 4 * unit]` */
  readonly recurrent: Float32Array;
  /** `[4 * unit]` */
  readonly bias: Float32Array;
}

/** What computes tensors; the functions of this folder make them and check their operands. */
export type Operation =
  | { readonly kind: 'input'; readonly name: string }
  | {
      readonly kind: 'constant';
      readonly name: string;
      readonly values: ConstantValues;
      readonly shape: readonly number[];
    }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly of: Tensor }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly a: Tensor;
      readonly b: Tensor;
    }
  | { readonly kind: 'cast'; readonly of: Tensor; readonly to: ElementType }
  | {
      readonly kind: 'where';
      readonly condition: Tensor;
      readonly ifTrue: Tensor;
      readonly ifFalse: Tensor;
    }
  | {
      readonly kind: 'reduce';
      readonly operator: ReduceOperator;
      readonly of: Tensor;
      readonly axis: number;
      readonly keepsAxis: boolean;
    }
  | { readonly kind: 'cumulativeSum'; readonly of: Tensor; readonly axis: number }
  | { readonly kind: 'softmax'; readonly of: Tensor }
  | { readonly kind: 'gather'; readonly table: Tensor; readonly indices: Tensor }
  | {
      readonly kind: 'matMul';
      readonly a: Tensor;
      readonly b: Tensor;
      readonly transposesB: boolean;
    }
  | { readonly kind: 'transpose'; readonly of: Tensor; readonly order: readonly number[] }
  | { readonly kind: 'reshape'; readonly of: Tensor; readonly shape: Shape }
  | { readonly kind: 'insertAxis'; readonly of: Tensor; readonly axis: number }
  | { readonly kind: 'topK'; readonly of: Tensor; readonly k: number }
  | {
      readonly kind: 'lstm';
      readonly steps: Tensor;
      readonly isReal: Tensor;
      readonly parameters: LstmParameters;
    };

/** The tensors that an operation reads. */
export function operandsOf(operation: Operation): readonly Tensor[] {
  switch (operation.kind) {
    case 'input':
    case 'constant':
      return [];
    case 'binary':
    case 'matMul':
      return [operation.a, operation.b];
    case 'where':
      return [operation.condition, operation.ifTrue, operation.ifFalse];
    case 'gather':
      return [operation.table, operation.indices];
    case 'lstm':
      return [operation.steps, operation.isReal];
    default:
      return [operation.of];
  }
}
