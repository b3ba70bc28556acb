import { GraphError } from '../errors.ts';
import { describeTensor, resultOf, type Tensor } from './tensor.ts';

/**
 * Rows of a table by their numbers.
 *
 * @param table [row, ...]
 * @param indices int32 of any shape; an index out of range fails at run time, so clamp first
 * @returns [...indices, ...]
 */
export function gather(table: Tensor, indices: Tensor): Tensor {
  if (table.shape.length === 0 || indices.type !== 'int32') {
    throw new GraphError(
      'gather',
      'a table with rows and int32 indices',
      `${describeTensor(table)} and ${describeTensor(indices)}`,
    );
  }
  const shape = [...indices.shape, ...table.shape.slice(1)];
  return resultOf({ kind: 'gather', table, indices }, table.type, shape);
}

/**
 * The k largest elements along the last axis, largest first; of equal ones the first comes first.
 *
 * @returns `values` [..., k] and `indices` int32 [..., k]
 */
export function topK(of: Tensor, k: number): { readonly values: Tensor; readonly indices: Tensor } {
  const size = of.shape.at(-1);
  if (of.type !== 'float32' || typeof size !== 'number' || !(k >= 1 && k <= size)) {
    throw new GraphError(
      'topK',
      `float32 and 1 <= k <= the last axis`,
      `${describeTensor(of)}, k ${k}`,
    );
  }
  const shape = of.shape.with(-1, k);
  const values = resultOf({ kind: 'topK', of, k }, 'float32', shape);
  return { values, indices: { ...values, type: 'int32', result: 1 } };
}
