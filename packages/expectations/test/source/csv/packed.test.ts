import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MalformedCsvError, UnpackLimitError, UnreadableSourceError } from '../../../src/index.ts';
import { unpackLimitBytes } from '../../../src/source/unpack/file-bytes.ts';
import { readCsv } from './read.ts';
import { zipOf } from './zip-of.ts';
import { zstdOf } from './zstd-of.ts';

const TEXT = Buffer.from('a,b\n1,2\n3,4\n');
const ROWS = [
  [1, 2],
  [3, 4],
];
const FRAME = zstdOf([TEXT], TEXT);
const SKIPPED = Buffer.from('5c2a4d1803000000010203', 'hex');

/** Forty rows, packed by zstd 1.5 at level 19 with a checksum, and by Info-ZIP from standard input. */
const REAL = {
  zstd: 'KLUv/WSxAE0EAELKFhOwV9IBKBh6mAJ7b0K2lBgBcWYdh6pO1Dt9fbRvenWRXtNnnYIPcUEeBhfFW07lfMLHcNku2UKb3CM2a4duMXY3dXfqjR4yj8Y1sQi5qA85xw4AYQIDgYOAgYIoqBAkvhkwJ1B6EBLID9BVq9TM4hWN4h3ui4sWLFdUQ/pTP06syqkXCYwUkZx1vg==',
  zip: 'UEsDBC0AAAAIALW4fF1hQqTS//////////8BABQALQEAEACxAQAAAAAAAKEAAAAAAAAANdAxUkUhEETR/K7CBRi86RkGWI5V/sBA9x9KSRtxqwkOxdfn+8/H94vn73h7iBstdEuTvLU2dWsU41Zs2rfBvFXN8m2wb80kbOQirJzRSg/CTJ5H2NkiDI1JWNJZTa0ibNUmjEUhY7ORsQr0ryFjvZCxTGRsD2SsH2RMZzW2JjI2RBqL81XG5iaNVZHWzmhsBmksmzR2RludpC0t0tZ++AVQSwECHgMtAAAACAC1uHxdYUKk0qEAAACxAQAAAQAAAAAAAAABAAAAgBEAAAAALVBLBgYsAAAAAAAAAB4DLQAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAvAAAAAAAAANQAAAAAAAAAUEsGBwAAAAADAQAAAAAAAAEAAABQSwUGAAAAAAEAAQAvAAAA1AAAAAAA',
};

describe('files are unpacked by what they are, whatever their name', () => {
  it.each([
    ['a zstd frame', FRAME, 'zstd'],
    ['zstd under the name of gzip', FRAME, 'zstd', 'table.csv.gz'],
    [
      'zstd with several frames',
      Buffer.concat([...TEXT].map((each) => zstdOf([Buffer.of(each)], Buffer.of(each)))),
      'zstd',
    ],
    ['zstd with frames to skip', Buffer.concat([SKIPPED, FRAME, SKIPPED]), 'zstd'],
    ['zip', zipOf({ 'sales/table.csv': TEXT }), 'zip', 'table.csv'],
    ['zip without compression', zipOf({ 'table.csv': TEXT }, { method: 0 }), 'zip'],
    [
      'zip of a Mac',
      zipOf({ 'x/': '', 'x/table.csv': TEXT, '__MACOSX/x/._table.csv': 'Mac' }),
      'zip',
    ],
    ['gzip in zip', zipOf({ 'table.csv.gz': gzipSync(TEXT) }), 'gzip in zip'],
    ['gzip in zstd', zstdOf([gzipSync(TEXT)], gzipSync(TEXT)), 'gzip in zstd'],
    ['zstd in gzip', gzipSync(FRAME), 'zstd in gzip'],
    ['gzip twice', gzipSync(gzipSync(TEXT)), 'gzip twice'],
  ])('%s', async (_, content, compression, name = 'table.csv') => {
    const table = await readCsv(content, {}, name);
    expect(table.rows).toEqual(ROWS);
    expect(table.csv.files).toMatchObject([{ rows: 2, compression }]);
  });

  it.each(['zstd', 'zip'] as const)('%s as its own program writes it', async (format) => {
    const table = await readCsv(Buffer.from(REAL[format], 'base64'));
    expect(table.rows).toHaveLength(40);
    expect(table.rows.at(-1)).toEqual([39, `name ${(39 * 7919) % 97}`]);
    expect(table.csv.files).toMatchObject([{ compression: format }]);
  });

  it('and lines at fault have their numbers', async () => {
    const found = readCsv(zipOf({ 'table.csv': 'a,b\n1,2\n3\n' }));
    await expect(found).rejects.toBeInstanceOf(MalformedCsvError);
    await expect(found).rejects.toThrow('line 3 has 1, "3"');
  });
});

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
  return copy;
};

describe('damaged files are refused', () => {
  const zip = zipOf({ 'table.csv': TEXT });
  const stored = zipOf({ 'table.csv': TEXT }, { method: 0 });
  const zstd = Buffer.from(REAL.zstd, 'base64');

  it.each([
    ['zstd cut short', zstd.subarray(0, -9), 'its zstd data is damaged or cut short'],
    ['zstd without its last byte', zstd.subarray(0, -1), 'its zstd data is damaged or cut short'],
    ['zstd cut in its header', zstd.subarray(0, 5), 'its zstd data is damaged or cut short'],
    ['zstd with a wrong byte', flipped(FRAME, 12), 'its zstd data is damaged or cut short'],
    ['zstd with a wrong checksum', zstdOf([TEXT]), 'its zstd data is damaged or cut short'],
    ['a second frame cut short', Buffer.concat([FRAME, zstd.subarray(0, 30)]), 'damaged or cut'],
    ['text behind zstd', Buffer.concat([FRAME, Buffer.from('more')]), 'followed by other bytes'],
    ['zstd with a dictionary', Buffer.from('28b52ffd0568070100', 'hex'), 'with a dictionary'],
    ['zstd with a window of 2 GiB', Buffer.from('28b52ffd04a8010000', 'hex'), 'more than 128 MiB'],
    ['zip cut short', zip.subarray(0, -30), 'its zip archive is damaged'],
    ['zip with a wrong byte', flipped(stored, 45), 'its zip archive is damaged'],
    [
      'zip with a wrong checksum',
      flipped(zip, zip.indexOf('PK\x01\x02') + 16),
      'zip archive is damaged',
    ],
    ['the beginning of a zip', Buffer.from('504b03041400', 'hex'), 'its zip archive is damaged'],
    ['zip of nothing', zipOf({}), 'a zip archive without files'],
    ['zip of several', zipOf({ 'a.csv': TEXT, 'b.csv': TEXT }), 'several files ("a.csv", "b.csv")'],
    ['zip with a password', zipOf({ 'a.csv': TEXT }, { flags: 1 }), 'with a password'],
    ['a workbook', zipOf({ 'xl/workbook.xml': '<a/>', 'x.xml': '' }), 'it is an Excel file'],
    ['an archive in an archive', zipOf({ 'a.zip': zip }), 'packed several times: zip twice'],
    ['three layers', gzipSync(gzipSync(gzipSync(TEXT))), 'packed several times'],
    ['xz in gzip', gzipSync(Buffer.from('fd377a585a00', 'hex')), 'packed with xz'],
  ])('%s', async (_, content, message) => {
    const error: unknown = await readCsv(content).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableSourceError);
    expect(String(error)).toContain(message);
  });
});

describe('what a file unpacks to is bounded', () => {
  const large = `a,b\n${'1,2\n'.repeat(1_000_000)}`;

  it.each([
    ['gzip', gzipSync(large)],
    ['zip', zipOf({ 'table.csv': large })],
    ['gzip twice', gzipSync(gzipSync(large))],
    ['zstd', zstdOf([TEXT, ...Array.from({ length: 40 }, () => ({ byte: 0x0a, times: 2 ** 17 }))])],
  ])('by the limit that is given: %s', async (_, content) => {
    const found = readCsv(content, { maxUnpackedBytes: 3_000_000 });
    await expect(found).rejects.toBeInstanceOf(UnpackLimitError);
    await expect(found).rejects.toMatchObject({ limitBytes: 3_000_000 });
    await expect(found).rejects.toThrow(
      `its ${content.length} bytes unpack to more than 3000000, which is the limit`,
    );
  });

  it('and files within it are read', async () => {
    const found = await readCsv(gzipSync(large), { maxUnpackedBytes: large.length });
    expect(found.csv.rows).toBe(1_000_000);
  });

  it('by a gigabyte for a small file, by 200 times its size for a large one', () => {
    expect(unpackLimitBytes(1000)).toBe(2 ** 30);
    expect(unpackLimitBytes(2 ** 30)).toBe(200 * 2 ** 30);
    expect(unpackLimitBytes(2 ** 30, 5)).toBe(5);
  });

  it('refuses a limit that is none', async () => {
    await expect(readCsv(TEXT, { maxUnpackedBytes: 0 })).rejects.toThrow(
      'maxUnpackedBytes must be a number of bytes above 0',
    );
  });

  it('and plain files have none', async () => {
    expect((await readCsv(TEXT, { maxUnpackedBytes: 1 })).rows).toEqual(ROWS);
  });
});
