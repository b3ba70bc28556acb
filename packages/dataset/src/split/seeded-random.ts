/**
 * Gives uniform draws from [0, 1), the same ones for the same seed.
 *
 * The generator is splitmix32: a Weyl sequence with step 2^32 / golden ratio, mixed as in MurmurHash3's finalizer.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}
