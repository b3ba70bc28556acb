import { RandomStream } from './random-stream.ts';

/** Hex digits of an id: 256 bits, as the SHA-256 hashes of the real tables. */
export const HEX_ID_LENGTH = 64;

const WORDS = 8;
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** `[byte * 2 + digit]`, ASCII. */
const BYTE_DIGITS = Uint8Array.from({ length: 512 }, (_, at) => {
  const byte = at >> 1;
  return DIGITS[at & 1 ? byte & 15 : byte >> 4] ?? 0;
});

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
  write(index: number, target: Uint8Array, at: number): void {
    for (let word = 0; word < WORDS; word++) {
      let mixed = (Math.imul(index, this.factors[word] ?? 0) + (this.keys[word] ?? 0)) | 0;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      mixed ^= mixed >>> 16;
      const place = at + word * 8;
      for (let byte = 0; byte < 4; byte++) {
        const pair = ((mixed >>> (24 - byte * 8)) & 255) << 1;
        target[place + byte * 2] = BYTE_DIGITS[pair] ?? 0;
        target[place + byte * 2 + 1] = BYTE_DIGITS[pair | 1] ?? 0;
      }
    }
  }

  /** The id of `index`. */
  read(index: number): string {
    const bytes = new Uint8Array(HEX_ID_LENGTH);
    this.write(index, bytes, 0);
    return String.fromCharCode(...bytes);
  }
}
