/**
 * Gives uniform draws from [0, 1), the same ones for the same seed: for a few draws, such as the order of a list.
 *
 * The generator is splitmix32: a Weyl sequence with step 2^32 / golden ratio, mixed as in MurmurHash3's finalizer.
 * Neighbouring seeds give unrelated draws; it repeats after 2^32 of them.
 */
export function splitMix(seed: number): () => number {
  const next = splitMixBits(seed);
  return () => (next() >>> 0) / 2 ** 32;
}

/** The same draws as signed 32-bit integers: they spread a seed over the state of a longer generator. */
export function splitMixBits(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}
