import { GraphError } from '../errors.ts';
import { describeTensor, type Axis, type Shape, type Tensor } from './tensor.ts';

/** The shape of an element-wise result: axes are aligned at the right, an axis of 1 stretches. */
export function broadcastShape(operation: string, ...tensors: readonly Tensor[]): Shape {
  return tensors
    .map(({ shape }) => shape)
    .reduce((a, b) => {
      const rank = Math.max(a.length, b.length);
      return Array.from({ length: rank }, (_, place): Axis => {
        const [left, right] = [a[a.length - rank + place] ?? 1, b[b.length - rank + place] ?? 1];
        if (left === 1) return right;
        if (right === 1 || left === right) return left;
        throw new GraphError(
          operation,
          'shapes that are alike but for axes of 1',
          tensors.map(describeTensor).join(' and '),
        );
      });
    });
}

/** An axis counted from the front; a negative one counts from the end. */
export function axisOf(operation: string, of: Tensor, axis: number): number {
  const rank = of.shape.length;
  const place = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(place) || place < 0 || place >= rank) {
    throw new GraphError(operation, `an axis of ${describeTensor(of)}`, String(axis));
  }
  return place;
}

/** How many elements one step along the named axes holds. */
export function fixedElements(shape: Shape): number {
  return shape.reduce<number>((all, axis) => (typeof axis === 'number' ? all * axis : all), 1);
}
