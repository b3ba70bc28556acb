/** Draws that depend on nothing but the seed (xorshift128, state spread by a splitmix step). */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** Creates the draws of `seed` (any finite number; its 32-bit integer part counts). */
export function createRandom(seed: number): Random {
  let spread = seed | 0;
  const next = (): number => {
    // murmur3's finaliser over a Weyl sequence: neighbouring seeds give unrelated states.
    spread = (spread + 0x9e3779b9) | 0;
    let mixed = Math.imul(spread ^ (spread >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  let x = next();
  let y = next();
  let z = next();
  let w = next() | 1; // never the all-zero state

  const uniform = (): number => {
    // Marsaglia 2003, "Xorshift RNGs", the generator of period 2^128 - 1.
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ (t ^ (t >>> 8));
    return (w >>> 0) / 2 ** 32;
  };
  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // Box-Muller
    return radius * Math.cos(2 * Math.PI * uniform());
  };
  return { uniform, normal };
}
