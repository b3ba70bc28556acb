import { expect } from 'vitest';
import { crc32 } from 'node:zlib';
import { FILE_HEADER } from '../../src/back-ends/wandb/log-file.ts';

const BLOCK_BYTES = 32 * 1024;

/** Reads as the format says: chunks of a record follow each other, none crosses the end of a block. */
export function readRecords(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = FILE_HEADER.length; at < file.length;) {
    const room = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (room < 7) {
      expect(file.subarray(at, at + room).every((byte) => byte === 0)).toBe(true);
      at += room;
      continue;
    }
    const length = file.readUInt16LE(at + 4);
    const type = file.readUInt8(at + 6);
    const data = file.subarray(at + 7, at + 7 + length);
    expect(length + 7).toBeLessThanOrEqual(room);
    expect(file.readUInt32LE(at)).toBe(crc32(Buffer.concat([Buffer.from([type]), data])));
    expect(parts.length > 0).toBe(type === 3 || type === 4);
    parts.push(data);
    if (type === 1 || type === 4) {
      records.push(Buffer.concat(parts));
      parts = [];
    }
    at += 7 + length;
  }
  expect(parts).toEqual([]);
  return records;
}
