import { TopKInputError } from '../errors.ts';

/** @throws TopKInputError at the first value of a `[row, size]` matrix that is not finite. */
export function checkFinite(name: string, values: Float32Array, size: number): void {
  // A sum is finite where all values are, unless it overflows, which float64 cannot by float32 values.
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0;
  if (Number.isFinite(sum)) return;
  const place = values.findIndex((value) => !Number.isFinite(value));
  throw new TopKInputError(
    `${name} at row ${Math.floor(place / size)}, column ${place % size}`,
    'a finite number',
    `${values[place]}`,
  );
}
