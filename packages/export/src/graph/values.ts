import { GraphError } from '../errors.ts';
import type { ConstantValues } from './operation.ts';
import { resultOf, type ElementType, type Shape, type Tensor } from './tensor.ts';

/** A tensor that the caller hands in under a name. */
export function input(name: string, type: Exclude<ElementType, 'bool'>, shape: Shape): Tensor {
  return resultOf({ kind: 'input', name }, type, shape);
}

/**
 * Values that are part of the model.
 *
 * @param values row-major; their class is the tensor's type
 * @param shape of fixed axes
 * @param name by which viewers show it
 * @throws GraphError unless the shape holds as many values
 */
export function constant(
  values: ConstantValues,
  shape: readonly number[],
  name = 'constant',
): Tensor {
  const size = shape.reduce((all, axis) => all * axis, 1);
  if (size !== values.length) {
    throw new GraphError(
      `constant ${name}`,
      `${size} values for [${shape.join(', ')}]`,
      String(values.length),
    );
  }
  const type = values instanceof Float32Array ? 'float32' : 'int32';
  return resultOf({ kind: 'constant', name, values, shape }, type, shape);
}

/** A single number of a type. */
export function scalar(value: number, type: 'float32' | 'int32'): Tensor {
  return constant(type === 'float32' ? Float32Array.of(value) : Int32Array.of(value), [], 'scalar');
}
