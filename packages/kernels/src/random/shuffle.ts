/**
 * Puts `values` in a uniformly random order, in place (Fisher-Yates).
 *
 * @param uniform draws from [0, 1), one for each value but the first
 */
export function shuffle(values: Uint32Array | number[], uniform: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    const held = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = held;
  }
}
