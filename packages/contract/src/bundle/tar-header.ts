import { BundleEntryError } from '../errors.ts';

/** A tar is a row of blocks: headers of one block, contents filled up by zeros. */
export const BLOCK_BYTES = 512;

/** What a header says; places and sizes as in POSIX.1-2001 (pax, `ustar Interchange Format`). */
export interface TarHeader {
  readonly name: string;
  readonly bytes: number;
  /** `0` a file, `5` a folder, `L` and `x` a longer name of the next entry; others are in TYPES. */
  readonly type: string;
}

const NAME = [0, 100] as const;
const SIZE = [124, 136] as const;
const CHECKSUM = [148, 156] as const;
const TYPE = 156;
const MAGIC = [257, 263] as const;
const PREFIX = [345, 500] as const;

const SPACE = 32;
/** Marks a number of more than eleven octal digits, which follows in binary; 0xff would be a negative one. */
const BINARY = 0x80;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws BundleEntryError for bytes that are no UTF-8 */
export function tarText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end === -1 ? bytes : bytes.subarray(0, end);
  try {
    return utf8.decode(text);
  } catch {
    throw new BundleEntryError(Buffer.from(text).toString('latin1'), 'its path is no UTF-8');
  }
}

/** A number in octal digits, or in binary; null if it is neither or beyond 2^53. */
function tarNumber(bytes: Uint8Array): number | null {
  const [first = 0] = bytes;
  if (first === BINARY) {
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = /^[ ]*([0-7]*)[ \0]*$/.exec(Buffer.from(bytes).toString('latin1'))?.[1];
  return digits === undefined ? null : Number.parseInt(digits === '' ? '0' : digits, 8);
}

/** The sum of all bytes, those of the checksum taken as spaces. */
function checksumOf(block: Uint8Array): number {
  const [start, end] = CHECKSUM;
  return block.reduce((sum, byte, at) => sum + (at >= start && at < end ? SPACE : byte), 0);
}

/** The block that ends an archive. */
export const isZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * Reads the header of an entry.
 *
 * @param block of {@link BLOCK_BYTES}
 * @returns null if it is no header
 * @throws BundleEntryError
 */
export function readTarHeader(block: Uint8Array): TarHeader | null {
  if (tarNumber(block.subarray(...CHECKSUM)) !== checksumOf(block)) return null;
  const magic = Buffer.from(block.subarray(...MAGIC)).toString('latin1');
  const isPosix = magic === 'ustar\0';
  const prefix = isPosix ? tarText(block.subarray(...PREFIX)) : '';
  const own = tarText(block.subarray(...NAME));
  const name = prefix === '' ? own : `${prefix}/${own}`;
  const bytes = tarNumber(block.subarray(...SIZE));
  if (bytes === null) throw new BundleEntryError(name, 'its size is negative or no number');
  const code = block[TYPE] ?? 0;
  return { name, bytes, type: code === 0 ? '0' : String.fromCharCode(code) };
}
