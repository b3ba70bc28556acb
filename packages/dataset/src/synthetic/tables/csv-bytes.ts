import { HEX_ID_LENGTH } from '../random/hex-ids.ts';
import type { HexIds } from '../random/hex-ids.ts';

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const DECIMALS = 6;
const DECIMAL_SCALE = 10 ** DECIMALS;

/** The bytes of CSV rows on their way to a file; grows where a row needs more room. */
export class CsvBytes {
  private bytes: Uint8Array<ArrayBuffer>;
  private memory: DataView;
  private length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.memory = new DataView(this.bytes.buffer);
  }

  get size(): number {
    return this.length;
  }

  /** The bytes written since the last `clear`; valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  /** Makes room for so many more bytes: to be called before a row, with the most that it may take. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const longer = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    longer.set(this.view());
    this.bytes = longer;
    this.memory = new DataView(longer.buffer);
  }

  writeAscii(text: Uint8Array): void {
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index++) bytes[at++] = text[index] ?? 0;
    this.length = at;
  }

  writeByte(byte: number): void {
    this.bytes[this.length++] = byte;
  }

  writeId(ids: HexIds, index: number): void {
    ids.write(index, this.memory, this.length);
    this.length += HEX_ID_LENGTH;
  }

  /** @param value a whole number from 0. */
  writeWhole(value: number): void {
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits++;
    const { bytes } = this;
    let at = this.length + digits;
    this.length = at;
    // 32-bit arithmetic is several times faster, so the number goes in two parts.
    let high = Math.floor(value / 1e7);
    let low = value - high * 1e7;
    for (let place = 0; place < digits; place++) {
      if (place === 7) [low, high] = [high, 0];
      const rest = (low / 10) | 0;
      bytes[--at] = ZERO + low - rest * 10;
      low = rest;
    }
  }

  /** @param value a number of a small size, written with 6 decimals. */
  writeFixed(value: number): void {
    const scaled = Math.round(Math.abs(value) * DECIMAL_SCALE);
    if (value < 0 && scaled > 0) this.writeByte(MINUS);
    const whole = Math.floor(scaled / DECIMAL_SCALE);
    this.writeWhole(whole);
    this.writeByte(POINT);
    let rest = scaled - whole * DECIMAL_SCALE;
    for (let at = this.length + DECIMALS - 1; at >= this.length; at--) {
      const next = (rest / 10) | 0;
      this.bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.length += DECIMALS;
  }
}

/** ASCII text as bytes. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
