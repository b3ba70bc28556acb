import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { FILE_HEADER, frameRecord } from '../../src/back-ends/wandb/log-file.ts';
import { readRecords } from './read-wandb-file.ts';

const BLOCK_BYTES = 32 * 1024;

function write(records: readonly Buffer[]): Buffer {
  let file = FILE_HEADER;
  for (const record of records) file = Buffer.concat([file, frameRecord(record, file.length)]);
  return file;
}

it('begins with the header that wandb looks for', () => {
  expect(FILE_HEADER.subarray(0, 4).toString()).toBe(':W&B');
  expect(FILE_HEADER.readUInt16LE(4)).toBe(0xbee1);
  // Which its authors made of their name.
  expect(crc32('Weights & Biases') & 0xffff).toBe(0xbee1);
});

it('writes a small record as wandb does', () => {
  // CRC-32 of the byte 1 and `a`.
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(crc32(Buffer.from([1, 0x61])));
  expect(frameRecord(Buffer.from('a'), 7)).toEqual(
    Buffer.concat([crc, Buffer.from([1, 0, 1, 0x61])]),
  );
});

it('writes records of any size and place so that they are read again', () => {
  // Around the end of a block, where records are cut or padded.
  const size = fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: BLOCK_BYTES - 30, max: BLOCK_BYTES + 30 }),
    fc.integer({ min: 2 * BLOCK_BYTES - 30, max: 2 * BLOCK_BYTES + 30 }),
  );
  fc.assert(
    fc.property(fc.array(size, { maxLength: 8 }), (sizes) => {
      const records = sizes.map((bytes, place) => Buffer.alloc(bytes, place + 1));
      // Compared as bytes: vitest compares buffers number by number.
      expect(Buffer.concat(readRecords(write(records))).equals(Buffer.concat(records))).toBe(true);
      expect(readRecords(write(records)).map(({ length }) => length)).toEqual(sizes);
    }),
  );
});
