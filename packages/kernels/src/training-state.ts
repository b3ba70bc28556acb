/** What a training of the same sizes goes on from, to the same bytes: of a kernel, in its own order of values. */
export interface TrainingState {
  /** Steps of Adam that were done. */
  readonly steps: number;
  /** Weights, then first and second moments. */
  readonly values: Float32Array;
}

/** Copies regions of memory one after the other. */
export function copyOut(regions: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(regions.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const region of regions) {
    values.set(region, at);
    at += region.length;
  }
  return values;
}

/** The way back; false if there are not as many values as places. */
export function copyIn(values: Float32Array, regions: readonly Float32Array[]): boolean {
  const places = regions.reduce((sum, { length }) => sum + length, 0);
  if (values.length !== places) return false;
  let at = 0;
  for (const region of regions) {
    region.set(values.subarray(at, at + region.length));
    at += region.length;
  }
  return true;
}
