import { GraphError } from '../errors.ts';
import type { ReduceOperator } from './operation.ts';
import { axisOf, fixedElements } from './shapes.ts';
import { describeTensor, resultOf, type Shape, type Tensor } from './tensor.ts';

/** Whether the reduced axis stays, as an axis of 1; it goes by default. */
interface ReduceOptions {
  readonly keepsAxis?: boolean;
}

const reduction =
  (operator: ReduceOperator) =>
  (of: Tensor, axis: number, { keepsAxis = false }: ReduceOptions = {}) => {
    const place = axisOf(operator, of, axis);
    if (of.type === 'bool' || (operator === 'mean' && of.type !== 'float32')) {
      throw new GraphError(operator, 'numbers', describeTensor(of));
    }
    const shape = keepsAxis
      ? of.shape.with(place, 1)
      : [...of.shape.slice(0, place), ...of.shape.slice(place + 1)];
    return resultOf({ kind: 'reduce', operator, of, axis: place, keepsAxis }, of.type, shape);
  };

/** The sum along an axis. */
export const sum = reduction('sum');
/** The largest element along an axis. */
export const max = reduction('max');
/** The mean along an axis. */
export const mean = reduction('mean');

/** At each place, the sum of the elements up to and with it along an axis. */
export function cumulativeSum(of: Tensor, axis: number): Tensor {
  if (of.type === 'bool') throw new GraphError('cumulativeSum', 'numbers', describeTensor(of));
  const place = axisOf('cumulativeSum', of, axis);
  return resultOf({ kind: 'cumulativeSum', of, axis: place }, of.type, of.shape);
}

/** exp(x) over the sum of exp(x) along the last axis. */
export function softmax(of: Tensor): Tensor {
  if (of.type !== 'float32' || of.shape.length === 0) {
    throw new GraphError('softmax', 'a float32 tensor with an axis', describeTensor(of));
  }
  return resultOf({ kind: 'softmax', of }, 'float32', of.shape);
}

/** The axes in another order: axis i of the result is axis `order[i]`. */
export function transpose(of: Tensor, order: readonly number[]): Tensor {
  const { shape } = of;
  if (order.length !== shape.length || new Set(order).size !== order.length) {
    throw new GraphError('transpose', `each axis of ${describeTensor(of)} once`, order.join(', '));
  }
  const turned = order.map((axis) => shape[axisOf('transpose', of, axis)] ?? 1);
  return resultOf({ kind: 'transpose', of, order }, of.type, turned);
}

/**
 * The same elements in the same order under other axes.
 *
 * @param shape one axis at most is named: its size follows from the others
 */
export function reshape(of: Tensor, shape: Shape): Tensor {
  const named = shape.filter((axis) => typeof axis === 'string');
  const wasNamed = of.shape.filter((axis) => typeof axis === 'string');
  const isSame = named.length === wasNamed.length && named.every((name) => wasNamed.includes(name));
  if (named.length > 1 || (isSame && fixedElements(shape) !== fixedElements(of.shape))) {
    throw new GraphError(
      'reshape',
      `as many elements as ${describeTensor(of)}, and one named axis at most`,
      `[${shape.join(', ')}]`,
    );
  }
  return resultOf({ kind: 'reshape', of, shape }, of.type, shape);
}

/** The same elements with one more axis, of size 1, at `axis`; -1 puts it last. */
export function insertAxis(of: Tensor, axis: number): Tensor {
  const place = axis < 0 ? axis + of.shape.length + 1 : axis;
  if (place < 0 || place > of.shape.length) {
    throw new GraphError('insertAxis', `0..${of.shape.length}`, String(axis));
  }
  const shape = of.shape.toSpliced(place, 0, 1);
  return resultOf({ kind: 'insertAxis', of, axis: place }, of.type, shape);
}
