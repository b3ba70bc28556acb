import type { Random } from '@lf/kernels';

/** Draws items to stand for all others in a softmax. */
export interface ItemSampler {
  /** `[item]`: logarithm of how often each is expected among a step's samples. */
  readonly logCounts: Float32Array;
  /** A step's samples. */
  draw(random: Random): Int32Array;
}

/**
 * Draws items by a power of their counts; one that was never seen counts as one seen once.
 *
 * @param counts `[item]` in the training sessions
 * @param samples how many a step
 */
export function createItemSampler(
  counts: Uint32Array,
  samples: number,
  exponent: number,
): ItemSampler {
  const cumulated = new Float64Array(counts.length);
  let total = 0;
  counts.forEach((count, item) => {
    total += Math.max(1, count) ** exponent;
    cumulated[item] = total;
  });
  const logCounts = Float32Array.from(counts, (count) =>
    Math.log((samples * Math.max(1, count) ** exponent) / total),
  );
  const itemAt = (share: number): number => {
    const wanted = share * total;
    let low = 0;
    let high = counts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    logCounts,
    draw: (random) => Int32Array.from({ length: samples }, () => itemAt(random.uniform())),
  };
}
