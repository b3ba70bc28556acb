import { GraphError } from '../errors.ts';
import { add, divide, multiply, sqrt, subtract } from './elements.ts';
import { mean } from './along-axes.ts';
import { broadcastShape } from './shapes.ts';
import { describeTensor, resultOf, type Tensor } from './tensor.ts';
import { scalar } from './values.ts';

/**
 * The product of matrices along the last two axes; those before are batches, and broadcast.
 *
 * @param a [..., m, k]
 * @param b [..., k, n], or [..., n, k] with `transposesB`
 * @returns [..., m, n]
 */
export function matMul(
  a: Tensor,
  b: Tensor,
  { transposesB = false }: { readonly transposesB?: boolean } = {},
): Tensor {
  const [rows, inner] = a.shape.slice(-2);
  const [first, second] = b.shape.slice(-2);
  const [innerOfB, columns] = transposesB ? [second, first] : [first, second];
  const isFloat = a.type === 'float32' && b.type === 'float32';
  if (!isFloat || rows === undefined || columns === undefined || inner !== innerOfB) {
    throw new GraphError(
      'matMul',
      `float32 [..., m, k] and ${transposesB ? '[..., n, k]' : '[..., k, n]'}`,
      `${describeTensor(a)} and ${describeTensor(b)}`,
    );
  }
  const batches = broadcastShape(
    'matMul',
    { ...a, shape: a.shape.slice(0, -2) },
    { ...b, shape: b.shape.slice(0, -2) },
  );
  const shape = [...batches, rows, columns];
  return resultOf({ kind: 'matMul', a, b, transposesB }, 'float32', shape);
}

/** x * weights + bias along the last axis: [..., in] -> [..., out]. */
export function dense(x: Tensor, weights: Tensor, bias: Tensor): Tensor {
  return add(matMul(x, weights), bias);
}

/** Scales the last axis to mean 0 and variance 1, then by `gamma` and `beta`. */
export function layerNorm(
  x: Tensor,
  { gamma, beta, epsilon }: { gamma: Tensor; beta: Tensor; epsilon: number },
): Tensor {
  const centred = subtract(x, mean(x, -1, { keepsAxis: true }));
  const variance = mean(multiply(centred, centred), -1, { keepsAxis: true });
  const scaled = divide(centred, sqrt(add(variance, scalar(epsilon, 'float32'))));
  return add(multiply(scaled, gamma), beta);
}
