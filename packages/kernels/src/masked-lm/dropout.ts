/**
 * The factor of a value under dropout, as the kernel computes it: 0 or 1 / (1 - rate).
 *
 * @param place.token index in the batch
 * @param place.site 0 the input, 1 + 2 layer the attention's output, 2 + 2 layer the feed-forward's
 */
export function dropoutFactor(
  { rate, seed }: { readonly rate: number; readonly seed: number },
  place: {
    readonly token: number;
    readonly site: number;
    readonly dimension: number;
    readonly layers: number;
    readonly dimensions: number;
  },
): number {
  const { token, site, dimension, layers, dimensions } = place;
  const counter = (token * (1 + 2 * layers) + site) * dimensions + dimension;
  return dropoutHash(counter, seed) < dropoutThreshold(rate) ? 0 : 1 / (1 - rate);
}

/** Hashes below it are dropped. */
export function dropoutThreshold(rate: number): number {
  return Math.round(rate * 2 ** 32);
}

// lowbias32 of a Weyl step: see assembly/masked-lm/dropout.ts.
function dropoutHash(counter: number, seed: number): number {
  let x = Math.imul(counter, 0x9e3779b1) ^ seed;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
