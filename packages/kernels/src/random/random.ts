import { splitMixBits } from './split-mix.ts';

/** Draws that depend on nothing but the seed (xorshift128, state spread by a splitmix step). */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** Creates the draws of `seed` (any finite number; its 32-bit integer part counts). */
export function createRandom(seed: number): Random {
  const next = splitMixBits(seed);
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
