import { exact } from '../declare/fields.ts';
import type { Field, Scalar } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import type { ExactNumber } from '../exact/number.ts';

/** How a column is expected to be spread: weights of values, or of bins between edges. */
export type Partition =
  | { readonly values: readonly Scalar[]; readonly weights: readonly number[] }
  | {
      readonly bins: readonly number[];
      readonly weights: readonly number[];
      /** Weight below the first edge and above the last. */
      readonly tailWeights: readonly [number, number] | null;
    };

export interface GivenPartition {
  readonly values?: readonly Scalar[];
  readonly bins?: readonly (ExactNumber | string | null)[];
  readonly weights?: readonly ExactNumber[];
  readonly tail_weights?: readonly ExactNumber[];
}

/** How far weights may be from a sum of 1 (numpy's allclose). */
const TOLERANCE = 1e-5;

/** Edges may be infinite, which JSON writes as text; values are integers of any size. */
export const PARTITION: Field<GivenPartition> = exact({
  type: 'object',
  properties: {
    values: { type: 'array' },
    bins: { type: 'array' },
    weights: { type: 'array', items: { type: 'number' } },
    tail_weights: { type: 'array', items: { type: 'number' } },
  },
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** The partition, checked; throws KwargsValueError. */
export function readPartition(given: GivenPartition): Partition {
  const { values, bins } = given;
  const weights = (given.weights ?? []).map(Number);
  const tails = (given.tail_weights ?? []).map(Number);
  const isWhole = Math.abs(sum(weights) + sum(tails) - 1) <= TOLERANCE;
  if (values !== undefined && values.length === weights.length && isWhole) {
    return { values, weights };
  }
  const edges = bins?.map(Number) ?? [];
  const areOrdered = edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? Infinity));
  if (edges.length >= 2 && edges.length === weights.length + 1 && areOrdered && isWhole) {
    const [below, above] = tails;
    const hasTails = below !== undefined && above !== undefined;
    return { bins: edges, weights, tailWeights: hasTails ? [below, above] : null };
  }
  throw new KwargsValueError(
    'Invalid partition object: expected values and as many weights, or ordered bins and one weight less; weights (and tail_weights) must add up to 1.',
  );
}
