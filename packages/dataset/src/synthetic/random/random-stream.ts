/**
 * A seeded stream of random numbers: Chris Doty-Humphrey's sfc32, 128 bits of state, no allocation per draw.
 *
 * Streams of the same seed and different names are independent of each other.
 */
export class RandomStream {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** @param name what the stream draws, such as 'actions'. */
  constructor(seed: number, name: string) {
    // The seed may need 53 bits: its low and high words start the state, the name the third word.
    this.a = seed >>> 0;
    this.b = Math.floor(seed / 2 ** 32) >>> 0;
    this.c = hashName(name);
    // PractRand's author asks for 12 rounds before the first draw, so that close seeds part.
    for (let round = 0; round < 12; round++) this.nextUint32();
  }

  /** A whole number in 0 .. 2^32 - 1. */
  nextUint32(): number {
    const out = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + out;
    this.c |= 0;
    return out >>> 0;
  }

  /** A number in [0, 1). */
  nextUnit(): number {
    return this.nextUint32() * 2 ** -32;
  }

  /** A whole number in 0 .. limit - 1. */
  nextBelow(limit: number): number {
    return Math.floor(this.nextUnit() * limit);
  }
}

/** FNV-1a, 32 bits. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
