import * as g from '@lf/export';
import type { MaskedLmSize } from '@lf/kernels';

/** Weights of the model by name, as a tensor of a shape. */
export type Weight = (name: string, shape: readonly number[]) => g.Tensor;

/** Of Keras's layers in prodb. */
const NORM_EPSILON = 1e-6;

/** Added to the attention of places that hold no token: exp of it is 0. */
const IMPOSSIBLE = -1e9;

/**
 * One block, post-norm: LayerNorm(x + attention), then LayerNorm(x + feed-forward).
 *
 * @param x float32 [batch, place, D]
 * @param isToken bool [batch, place]: what attention sees
 */
export function transformerBlock(
  x: g.Tensor,
  isToken: g.Tensor,
  size: MaskedLmSize,
  weight: Weight,
): g.Tensor {
  const { dimensions, feedForward } = size;
  const dense = (of: g.Tensor, name: string, from: number, to: number) =>
    g.dense(of, weight(`${name}.kernel`, [from, to]), weight(`${name}.bias`, [to]));
  const norm = (of: g.Tensor, name: string) =>
    g.layerNorm(of, {
      gamma: weight(`${name}.gamma`, [dimensions]),
      beta: weight(`${name}.beta`, [dimensions]),
      epsilon: NORM_EPSILON,
    });
  const attended = attention(dense(x, 'attention', dimensions, 3 * dimensions), isToken, size);
  const block = norm(g.add(x, dense(attended, 'merge', dimensions, dimensions)), 'norm1');
  const inner = g.relu(dense(block, 'inner', dimensions, feedForward));
  return norm(g.add(block, dense(inner, 'outer', feedForward, dimensions)), 'norm2');
}

/** Scaled dot-product attention of all heads: [batch, place, 3D] queries, keys, values -> [batch, place, D]. */
function attention(
  projected: g.Tensor,
  isToken: g.Tensor,
  { dimensions, heads, positions }: MaskedLmSize,
): g.Tensor {
  const width = dimensions / heads;
  const split = g.transpose(
    g.reshape(projected, ['batch', positions, 3, heads, width]),
    [2, 0, 3, 1, 4],
  ); // [3, batch, head, place, width]
  const part = (which: number) => g.gather(split, g.scalar(which, 'int32'));
  const [queries, keys, values] = [part(0), part(1), part(2)];
  const scale = g.scalar(1 / Math.sqrt(width), 'float32');
  const products = g.multiply(g.matMul(queries, keys, { transposesB: true }), scale);
  const bias = g.where(isToken, g.scalar(0, 'float32'), g.scalar(IMPOSSIBLE, 'float32'));
  const chances = g.softmax(g.add(products, g.insertAxis(g.insertAxis(bias, 1), 1)));
  const merged = g.transpose(g.matMul(chances, values), [0, 2, 1, 3]);
  return g.reshape(merged, ['batch', positions, dimensions]);
}
