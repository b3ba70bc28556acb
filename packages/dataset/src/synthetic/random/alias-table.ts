import type { RandomStream } from './random-stream.ts';

/** Draws an index with given probabilities by one random number (Vose's alias method). */
export class AliasTable {
  private readonly keep: Float64Array;
  private readonly alias: Uint32Array;

  /** @param weights `[index]`, not negative, not all zero; they need not add up to 1. */
  constructor(weights: readonly number[]) {
    const size = weights.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const scaled = Float64Array.from(weights, (weight) => (weight * size) / total);
    this.keep = new Float64Array(size).fill(1);
    this.alias = Uint32Array.from(scaled.keys());
    const small: number[] = [];
    const large: number[] = [];
    scaled.forEach((weight, index) => (weight < 1 ? small : large).push(index));
    for (;;) {
      const low = small.pop();
      const high = large.pop();
      if (low === undefined || high === undefined) break;
      const lowWeight = scaled[low] ?? 0;
      const rest = (scaled[high] ?? 0) + lowWeight - 1;
      this.keep[low] = lowWeight;
      this.alias[low] = high;
      scaled[high] = rest;
      (rest < 1 ? small : large).push(high);
    }
  }

  /** An index, drawn with its probability. */
  draw(random: RandomStream): number {
    const scaled = random.nextUnit() * this.keep.length;
    const index = Math.floor(scaled);
    return scaled - index < (this.keep[index] ?? 1) ? index : (this.alias[index] ?? index);
  }
}
