import { TopKInputError } from '../errors.ts';

/** @throws TopKInputError at the first value of a `[row, size]` matrix that is not finite. */
export function checkFinite(name: string, values: Float32Array, size: number): void {
  // A sum is finite where all values are, unless it overflows, which float64 cannot by float32 values.
  if (Number.isFinite(values.reduce((sum, value) => sum + value, 0))) return;
  const place = values.findIndex((value) => !Number.isFinite(value));
  throw new TopKInputError(
    `${name} at row ${Math.floor(place / size)}, column ${place % size}`,
    'a finite number',
    `${values[place]}`,
  );
}
