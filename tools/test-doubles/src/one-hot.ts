/** One-hot rows of 7; -1 gives a row of zeros. */
export function oneHot(actions: readonly number[]): number[][] {
  return actions.map((action) => Array.from({ length: 7 }, (_, code) => Number(code === action)));
}
