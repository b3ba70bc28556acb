import { execFileSync } from 'node:child_process';
import { open, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openStore, uploadDataset } from '../../src/index.ts';
import { unpackLimitBytes } from '../../src/upload/unpack/bounded.ts';
import { csv, event, fileWith, header } from '../csv-files.ts';
import { storedRows } from '../stored-rows.ts';
import { tempDirectory } from '../temp-directory.ts';
import { refusal } from './refusal.ts';
import { zipArchive } from './zip-archive.ts';
import { zstdFrame } from './zstd-frame.ts';

const TEXT = csv('browsing_train', [
  event({ session_id_hash: 's1', hashed_url: 'u1' }),
  event({ session_id_hash: 's2', product_action: 'add', product_sku_hash: 'p1' }),
]);
const SESSIONS = ['s1', 's2'];

/** Two frames of zstd 1.5.4 at level 19 with checksums: the header line, and two rows. */
const ZSTD = Buffer.from(
  'KLUv/SRgRQIAEkUPEcDrQGvCKLd7cc6W/P/9q7oBoKh1w3nMcHMpUPIlg3sb3VNmyl/kB+kKvBVrIJWCU9vbY+aQx7yhd5D+fgIATo0RKWYZaM4voCi1L/0kRuUBAMLDDBCg7fC+o/wu/PdQ1kf7380RwP/JPqd0LNFMDj4jm6LKIYKd/j9ICEOUj7VdFaNqneeNAQEAxjYFBZKOCso=',
  'base64',
);

/** What Info-ZIP's zip writes of its standard input: sizes behind the data, 64-bit fields. */
const ZIP_OF_A_STREAM = Buffer.from(
  'UEsDBC0AAAAIAAGbfF26iffh//////////8BABQALQEAEACmAAAAAAAAAHQAAAAAAAAARc3BCgMhDATQu9+Sg0px6dcE0VCldQ0mWvr37dKlPQ7zmBESqX3HmrFEKUCLdkV9MQGPnmdSjEk/4hflPr9UaCwaqLWRaGyMxD0VbAJHTRnneBhxwPFGq9ITAFyw10vwfgvWWpjOiD8fz3WIOQO7P9wOaN5QSwECHgMtAAAACAABm3xduon34XQAAACmAAAAAQAAAAAAAAABAAAAgBEAAAAALVBLBgYsAAAAAAAAAB4DLQAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAvAAAAAAAAAKcAAAAAAAAAUEsGBwAAAADWAAAAAAAAAAEAAABQSwUGAAAAAAEAAQAvAAAApwAAAAAA',
  'base64',
);

it.each([
  ['gzip behind which zeros follow', Buffer.concat([gzipSync(TEXT), Buffer.alloc(10_240)])],
  [
    'gzip with more zeros than are read at once',
    Buffer.concat([gzipSync(TEXT), Buffer.alloc(3 << 20)]),
  ],
  ['gzip of gzip', gzipSync(gzipSync(TEXT))],
  ['gzip with an empty member', Buffer.concat([gzipSync(''), gzipSync(TEXT), gzipSync('')])],
  ['Zstandard of two frames', ZSTD],
  ['Zstandard without compression', zstdFrame(TEXT)],
  [
    'Zstandard of many short frames',
    Buffer.concat(Array.from(TEXT, (letter) => zstdFrame(letter))),
  ],
  [
    'Zstandard with a frame to skip',
    Buffer.concat([Buffer.from('502a4d1803000000010203', 'hex'), ZSTD]),
  ],
  ['zip', zipArchive({ name: 'shop/events.csv', content: TEXT })],
  ['zip without compression', zipArchive({ name: 'a', content: TEXT, isStored: true })],
  ['zip of a stream', ZIP_OF_A_STREAM],
  [
    'zip from a Mac',
    zipArchive({ name: 'a.csv', content: TEXT }, { name: '__MACOSX/._a.csv', content: 'x' }),
  ],
  [
    'zip with a folder',
    zipArchive({ name: 'a/', content: '', isStored: true }, { name: 'a/a.csv', content: TEXT }),
  ],
  ['zip of gzip', zipArchive({ name: 'a.csv.gz', content: gzipSync(TEXT) })],
  ['plain text under the name of a gzip file', TEXT, 'source.csv.gz'],
  ['gzip under the name of a text', gzipSync(TEXT), 'source.csv'],
])('reads a file by what it is: %s', async (_form, content, fileName = 'source.csv') => {
  const rows = await storedRows(content, { fileName });
  expect(rows.map((row) => row['session_id_hash'])).toEqual(SESSIONS);
});

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
};
const ZIP = zipArchive({ name: 'a.csv', content: TEXT });

it.each([
  [
    'gzip with text behind it',
    Buffer.concat([gzipSync(TEXT), Buffer.from('more')]),
    /cut short|no gzip|follow/,
  ],
  [
    'gzip with text behind zeros',
    Buffer.concat([gzipSync(TEXT), Buffer.alloc(9), Buffer.from('x')]),
    /follow/,
  ],
  [
    'gzip whose second member is cut short',
    Buffer.concat([gzipSync(TEXT), gzipSync(TEXT).subarray(0, 20)]),
    /cut short/,
  ],
  ['gzip of damaged gzip', gzipSync(gzipSync(TEXT).subarray(0, -9)), /cut short/],
  ['Zstandard cut short', ZSTD.subarray(0, -9), /cut short/],
  ['Zstandard cut within a frame header', ZSTD.subarray(0, 5), /cut short/],
  ['Zstandard with a wrong checksum', flipped(ZSTD, ZSTD.length - 1), /checksum/],
  ['Zstandard with zeros behind it', Buffer.concat([ZSTD, Buffer.alloc(8)]), /follow/],
  ['Zstandard with another byte in a block', flipped(zstdFrame(TEXT), 150), /checksum/],
  ['Zstandard with a window of gigabytes', flipped(zstdFrame(TEXT), 5).fill(0xff, 5, 6), /window/],
  ['zip cut short', ZIP.subarray(0, -30), /cut short/],
  ['zip with a flipped byte', flipped(ZIP, 60), /damaged|checksum/],
  ['zip with a wrong directory', flipped(ZIP, ZIP.length - 22 - 51), /zip/],
])('refuses damaged data and says what is wrong: %s', async (_form, content, reason) => {
  const error = await refusal(content);
  expect(error.code).toBe('source_corrupt');
  expect(error.message).toMatch(reason);
});

it.each([
  [
    'a zip archive of 2 files: a.csv, b.csv',
    zipArchive({ name: 'a.csv', content: TEXT }, { name: 'b.csv', content: TEXT }),
    /a\.csv, b\.csv/,
  ],
  [
    'a zip archive with a password: a.csv',
    zipArchive({ name: 'a.csv', content: TEXT, isEncrypted: true }),
    /a\.csv/,
  ],
  ['a zip archive without files', zipArchive(), /CSV/],
  [
    'an Excel workbook (.xlsx)',
    zipArchive(
      { name: '[Content_Types].xml', content: '' },
      { name: 'xl/workbook.xml', content: '' },
    ),
    /Save it as CSV/,
  ],
  [
    'a file packed several times',
    [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from(TEXT)),
    /Unpack/,
  ],
  ['a file packed several times', gzipSync(ZIP), /Unpack/],
  ['a bzip2 file', Buffer.from('BZh91AY&SY'), /bunzip2/],
  ['an xz file', Buffer.from('\xfd7zXZ\0\0', 'latin1'), /unxz/],
  ['a 7-Zip archive', Buffer.from("7z\xbc\xaf'\x1c\0", 'latin1'), /7z x/],
  ['UTF-16 text', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), /iconv -f UTF-16 -t UTF-8/],
  ['UTF-16 text', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), /iconv -f UTF-16 -t UTF-8/],
  ['UTF-16LE text', Buffer.from(TEXT, 'utf16le'), /iconv -f UTF-16LE/],
  ['a web page', '<!DOCTYPE html><html></html>', /download/],
  ['JSON', '[{"session_id_hash": "s1"}]', /CSV/],
  ['an SQLite database', 'SQLite format 3\0', /Export/],
  ['gzip of an xz file, an xz file', gzipSync(Buffer.from('\xfd7zXZ\0\0', 'latin1')), /unxz/],
])('names a file of another kind and says what to do: %s', async (what, content, advice) => {
  const error = await refusal(content);
  expect(error).toMatchObject({ code: 'source_format', format: what.replace(/^gzip of .*, /, '') });
  expect(error.message).toMatch(advice);
});

it('refuses zlib data, which has no kind of its own, by its header', async () => {
  expect((await refusal(deflateSync(TEXT))).code).toBe('columns_mismatch');
});

it('refuses a pipe without waiting for it, and a device', async () => {
  const pipe = join(await tempDirectory(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const path of [pipe, '/dev/zero']) {
    expect(await refusal({ path })).toMatchObject({ code: 'source_not_a_file' });
  }
});

it('follows a link to a file, and refuses one to nothing or to itself', async () => {
  const directory = await tempDirectory();
  const dangling = join(directory, 'dangling.csv');
  await symlink(join(directory, 'none'), dangling);
  expect(await refusal({ path: dangling })).toMatchObject({ code: 'source_not_found' });
  const loop = join(directory, 'loop.csv');
  await symlink(loop, loop);
  expect(await refusal({ path: loop })).toMatchObject({ code: 'source_unreadable' });
});

it.each(['x'.repeat(300), 'a\0b'])('refuses a path that no file can have', async (path) => {
  expect((await refusal({ path })).code).toBe('source_unreadable');
});

it('refuses a file that changes while it is read', async () => {
  const rows = Array.from({ length: 60_000 }, (_, index) =>
    event({ session_id_hash: `s${index}` }),
  );
  const path = await fileWith(csv('browsing_train', rows));
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  const refused = refusal({ path }, 'browsing_train', 'keep');
  // The header is looked at first: by then the file's state is known
  let writes = 0;
  const timer = setInterval(() => {
    writes++;
    void truncate(path, size - writes * header('browsing_train').length);
  }, 5);
  const error = await refused.finally(() => {
    clearInterval(timer);
  });
  await file.close();
  expect(error.code).toBe('source_changed');
});

it.each([
  ['gzip', gzipSync(TEXT)],
  ['gzip twice', gzipSync(gzipSync(TEXT))],
  ['Zstandard', zstdFrame(TEXT)],
  ['zip', ZIP],
])('bounds what a file unpacks to: %s', async (_form, content) => {
  const upload = async (maxUnpackedBytes: number) =>
    uploadDataset({
      store: openStore(`file:${await tempDirectory()}`),
      name: 'shop',
      sources: { browsing_train: await fileWith(content) },
      maxUnpackedBytes,
    });
  const tooLittle = TEXT.length - 1;
  const refused = upload(tooLittle);
  await expect(refused).rejects.toMatchObject({ code: 'unpack_limit', limitBytes: tooLittle });
  await expect(refused).rejects.toThrow('set maxUnpackedBytes higher');
  expect((await upload(TEXT.length)).manifest.tables).toMatchObject([{ rows: 2 }]);
});

it('ends the reading of a file that unpacks to more than the limit', async () => {
  const lines = event().concat('\n').repeat(400_000);
  const error: unknown = await uploadDataset({
    store: openStore(`file:${await tempDirectory()}`),
    name: 'shop',
    sources: { browsing_train: await fileWith(gzipSync(TEXT + lines)) },
    maxUnpackedBytes: 2 ** 21,
  }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'unpack_limit' });
});

it('lets a small file unpack to a gigabyte, a large one to 200 times its size', () => {
  expect(unpackLimitBytes(1000)).toBe(2 ** 30);
  expect(unpackLimitBytes(2 ** 30)).toBe(200 * 2 ** 30);
});

it('refuses a limit that is none', async () => {
  const sources = { browsing_train: await fileWith(TEXT) };
  const store = openStore(`file:${await tempDirectory()}`);
  await expect(
    uploadDataset({ store, name: 'shop', sources, maxUnpackedBytes: Number.NaN }),
  ).rejects.toMatchObject({ code: 'invalid_option' });
});
