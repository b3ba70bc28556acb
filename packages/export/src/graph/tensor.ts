import type { Operation } from './operation.ts';

/** What a tensor's elements are; `bool` lives within a graph only, never at its border. */
export type ElementType = 'float32' | 'int32' | 'bool';

/** An axis of fixed size, or one that is named and varies from call to call. */
export type Axis = number | string;

export type Shape = readonly Axis[];

/** A value of a graph: one result of an operation. */
export interface Tensor {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly operation: Operation;
  /** Which result of the operation, from 0. */
  readonly result: number;
}

/** `float32 [batch, 7]`, for messages. */
export function describeTensor({ type, shape }: Pick<Tensor, 'type' | 'shape'>): string {
  return `${type} [${shape.join(', ')}]`;
}

/** The first result of an operation. */
export function resultOf(operation: Operation, type: ElementType, shape: Shape): Tensor {
  return { type, shape, operation, result: 0 };
}
