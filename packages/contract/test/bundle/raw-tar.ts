import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** A header that may say anything: a checksum that fits is all that is right about it. */
export interface RawHeader {
  readonly name?: string;
  readonly type?: string;
  /** As octal digits, or as it is. */
  readonly size?: number | Uint8Array;
  readonly content?: string | Uint8Array;
}

function padded(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(content.byteLength / BLOCK) * BLOCK);
  bytes.set(content);
  return bytes;
}

/** One entry of a tar, block by block. */
export function rawEntry({ name = 'a', type = '0', size, content = '' }: RawHeader): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  const promised = size ?? body.byteLength;
  if (typeof promised === 'number')
    header.write(`${promised.toString(8).padStart(11, '0')}\0`, 124);
  else header.set(promised, 124);
  header.write('00000000000\0', 136);
  header.write(type, 156);
  header.write('ustar\u000000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, padded(body)]);
}

/** A gzipped tar of these entries. */
export function rawArchive(entries: readonly RawHeader[], end = 2 * BLOCK): Buffer {
  return gzipSync(Buffer.concat([...entries.map(rawEntry), Buffer.alloc(end)]));
}

/** A pax record, which counts its own length. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length;
  return `${length}${rest}`;
}
