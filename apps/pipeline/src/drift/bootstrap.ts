import type { Random } from '@lf/kernels';
import type { Interval } from '@lf/contract';

/** Resamples of an interval, fewer where there are many rows. */
const RESAMPLES = 400;
const LEAST_RESAMPLES = 100;
/** A second's work. */
const MOST_DRAWS = 20_000_000;

/**
 * A statistic with its 95 % interval by the percentiles of resampled rows (Efron 1979).
 *
 * @param rows how many
 * @param statistic of rows by their places; null where they do not define it
 * @returns null where the rows do not define it
 */
export function bootstrapInterval(
  rows: number,
  statistic: (places: Uint32Array) => number | null,
  random: Random,
): Interval | null {
  const value = statistic(Uint32Array.from({ length: rows }, (_, row) => row));
  if (value === null) return null;
  const resamples = Math.max(LEAST_RESAMPLES, Math.min(RESAMPLES, Math.floor(MOST_DRAWS / rows)));
  const places = new Uint32Array(rows);
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    for (let row = 0; row < rows; row++) places[row] = Math.floor(random.uniform() * rows);
    const drawn = statistic(places);
    if (drawn !== null) found.push(drawn);
  }
  found.sort((a, b) => a - b);
  const at = (share: number) => found[Math.round(share * (found.length - 1))] ?? value;
  return { value, low: at(0.025), high: at(0.975) };
}
