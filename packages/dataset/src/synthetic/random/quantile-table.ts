import type { RandomStream } from './random-stream.ts';

const STEPS = 4096;

/** Draws from a distribution given by its quantile function, by linear interpolation in a table. */
export class QuantileTable {
  private readonly quantiles = new Float64Array(STEPS + 1);

  /** @param quantile the value below which the share `u` of draws lies; `u` stays within 1/8192 .. 1 - 1/8192. */
  constructor(quantile: (u: number) => number) {
    for (let step = 0; step <= STEPS; step++) {
      const u = Math.min(Math.max(step / STEPS, 0.5 / STEPS), 1 - 0.5 / STEPS);
      this.quantiles[step] = quantile(u);
    }
  }

  draw(random: RandomStream): number {
    const scaled = random.nextUnit() * STEPS;
    const step = Math.floor(scaled);
    const low = this.quantiles[step] ?? 0;
    return low + (scaled - step) * ((this.quantiles[step + 1] ?? 0) - low);
  }
}

/**
 * The quantile function of the standard normal distribution, to 4.5e-4.
 *
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
 */
export function normalQuantile(u: number): number {
  const tail = Math.sqrt(-2 * Math.log(Math.min(u, 1 - u)));
  const value =
    tail -
    (2.515517 + tail * (0.802853 + tail * 0.010328)) /
      (1 + tail * (1.432788 + tail * (0.189269 + tail * 0.001308)));
  return u < 0.5 ? -value : value;
}
