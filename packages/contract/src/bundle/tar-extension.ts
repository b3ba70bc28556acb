import { BundleEntryError } from '../errors.ts';
import { tarText } from './tar-header.ts';

/** What stands before an entry and replaces parts of its header. */
export interface TarExtension {
  readonly name?: string;
  readonly bytes?: number;
}

/** A record is `<its length> <key>=<value>\n`, the length in decimal digits. */
function* paxRecords(bytes: Uint8Array, entry: string): Generator<readonly [string, string]> {
  const broken = () => new BundleEntryError(entry, 'its extended header is malformed');
  for (let start = 0; start < bytes.byteLength;) {
    const space = bytes.indexOf(32, start);
    const digits = Buffer.from(bytes.subarray(start, space)).toString('latin1');
    if (space === -1 || !/^[1-9]\d{0,8}$/.test(digits)) throw broken();
    const end = start + Number(digits);
    const equals = bytes.indexOf(61, space);
    if (end > bytes.byteLength || equals === -1 || equals >= end || bytes[end - 1] !== 10) {
      throw broken();
    }
    yield [
      tarText(bytes.subarray(space + 1, equals)),
      Buffer.from(bytes.subarray(equals + 1, end - 1)).toString('utf8'),
    ];
    start = end;
  }
}

/**
 * Reads a pax header: of all that it may say, a longer path and a larger size count.
 *
 * @param entry names the header in errors
 * @throws BundleEntryError if it is malformed, or of a sparse file
 */
export function readPax(bytes: Uint8Array, entry: string): TarExtension {
  let extension: TarExtension = {};
  for (const [key, value] of paxRecords(bytes, entry)) {
    if (key.startsWith('GNU.sparse.')) throw new BundleEntryError(entry, 'it is a sparse file');
    if (key === 'path') {
      // Bytes that are no UTF-8 must not become the replacement character, which another path may hold too
      if (value.includes('\0') || value.includes('\ufffd')) {
        throw new BundleEntryError(value, 'its path has odd characters');
      }
      extension = { ...extension, name: value };
    }
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) throw new BundleEntryError(entry, 'its size is no number');
      extension = { ...extension, bytes: Number(value) };
    }
  }
  return extension;
}
