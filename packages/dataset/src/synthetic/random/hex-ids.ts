import { RandomStream } from './random-stream.ts';

/** Hex digits of an id: 256 bits, as the SHA-256 hashes of the real tables. */
export const HEX_ID_LENGTH = 64;

const WORDS = 8;
/**
 * Names things 0 .. 2^32 - 1 of one kind by 64 hex digits, no two alike.
 *
 * Each of the eight words runs the number through MurmurHash3's finalizer, a bijection of 32 bits: fast, seeded and
 * without collisions, but no secret.
 */
export class HexIds {
  private readonly keys = new Uint32Array(WORDS);
  private readonly factors = new Uint32Array(WORDS);

  /** @param kind what is named, such as 'sku'. */
  constructor(seed: number, kind: string) {
    const random = new RandomStream(seed, `ids/${kind}`);
    for (let word = 0; word < WORDS; word++) {
      this.keys[word] = random.nextUint32();
      this.factors[word] = random.nextUint32() | 1; // odd: multiplying is a bijection too
    }
  }

  /** Writes the id of `index` as ASCII at `at`. */
  write(index: number, target: DataView, at: number): void {
    for (let word = 0; word < WORDS; word++) {
      let mixed = (Math.imul(index, this.factors[word] ?? 0) + (this.keys[word] ?? 0)) | 0;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      mixed ^= mixed >>> 16;
      target.setInt32(at + word * 8, toHexDigits(mixed >>> 16));
      target.setInt32(at + word * 8 + 4, toHexDigits(mixed & 0xffff));
    }
  }

  /** The id of `index`. */
  read(index: number): string {
    const bytes = new Uint8Array(HEX_ID_LENGTH);
    this.write(index, new DataView(bytes.buffer), 0);
    return String.fromCharCode(...bytes);
  }
}

/** Four hex digits of 16 bits as four ASCII bytes of a word, the first the highest: all four at once. */
function toHexDigits(half: number): number {
  const bytes = ((half & 0xff00) << 8) | (half & 0xff);
  const nibbles = ((bytes & 0x00f0_00f0) << 4) | (bytes & 0x000f_000f);
  // 6 more carries a nibble of 10 .. 15 into bit 4; such a nibble becomes a letter, 0x27 after the digits.
  const letters = ((nibbles + 0x0606_0606) >>> 4) & 0x0101_0101;
  return nibbles + 0x3030_3030 + letters * 0x27;
}
