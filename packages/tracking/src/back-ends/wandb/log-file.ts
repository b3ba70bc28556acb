import { crc32 } from 'node:zlib';

/**
 * The file of an offline run: LevelDB's log format, with a header of wandb's own that counts as part of the first block,
 * and with the plain CRC-32 in place of a masked CRC-32C.
 * https://github.com/google/leveldb/blob/main/doc/log_format.md
 */
const BLOCK_BYTES = 32 * 1024;
/** CRC-32 (u32), length (u16), type (u8); little-endian. */
const CHUNK_HEADER_BYTES = 7;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** What a file begins with: `:W&B`, 0xBEE1, version 0. */
export const FILE_HEADER = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);

/**
 * A record as it is written: cut where a block ends.
 *
 * @param at where in the file it begins
 */
export function frameRecord(record: Uint8Array, at: number): Buffer {
  const parts: Buffer[] = [];
  let room = BLOCK_BYTES - (at % BLOCK_BYTES);
  if (room < CHUNK_HEADER_BYTES) {
    parts.push(Buffer.alloc(room));
    room = BLOCK_BYTES;
  }
  let done = 0;
  // The first chunk may be empty: where a block has room for its header alone.
  let isFirst = true;
  do {
    const data = record.subarray(done, done + room - CHUNK_HEADER_BYTES);
    const isLast = done + data.length === record.length;
    parts.push(chunk(typeOf(isFirst, isLast), data));
    done += data.length;
    isFirst = false;
    room = BLOCK_BYTES;
  } while (done < record.length);
  return Buffer.concat(parts);
}

function typeOf(isFirst: boolean, isLast: boolean): number {
  if (isFirst) return isLast ? FULL : FIRST;
  return isLast ? LAST : MIDDLE;
}

function chunk(type: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  header.writeUInt32LE(crc32(Buffer.concat([Buffer.from([type]), data])), 0);
  header.writeUInt16LE(data.length, 4);
  header.writeUInt8(type, 6);
  return Buffer.concat([header, data]);
}
