import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw, crc32 } from 'node:zlib';
import { printable } from '../printable.ts';
import { DamagedDataError } from './damaged-data.ts';
import { CHUNK_BYTES, fileError, readFileBytes } from './read-file.ts';
import type { SourceFile } from './read-file.ts';

/** A file in a zip archive, as the archive's directory at its end describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of the entry's own header. */
  readonly offset: number;
}

const STORED = 0;
const DEFLATED = 8;

const END_SIGNATURE = 0x0605_4b50;
const END_BYTES = 22;
const END_64_SIGNATURE = 0x0606_4b50;
const LOCATOR_64_SIGNATURE = 0x0706_4b50;
const LOCATOR_64_BYTES = 20;
const ENTRY_SIGNATURE = 0x0201_4b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x0403_4b50;
const LOCAL_BYTES = 30;
const EXTRA_64 = 1;
const LONGEST_COMMENT_BYTES = 0xffff;

/** An archive of one table has a few entries; a directory beyond this is no such archive. */
const LARGEST_DIRECTORY_BYTES = 2 ** 24;

/**
 * Lists the files of a zip archive; folders and what macOS adds are left out.
 *
 * @throws DamagedDataError if the archive's directory cannot be read.
 */
export async function listZip(source: SourceFile): Promise<readonly ZipEntry[]> {
  let file;
  try {
    file = await open(source.path);
  } catch (error) {
    throw fileError(source, error);
  }
  try {
    const entries = readEntries(await readDirectory(file));
    return entries.filter(
      ({ name }) => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.DS_Store$|\._)/.test(name),
    );
  } catch (error) {
    throw error instanceof RangeError ? damaged('its directory is wrong', error) : error;
  } finally {
    await file.close();
  }
}

/**
 * Unpacks one entry, checked against its size and checksum.
 *
 * @throws DamagedDataError
 */
export async function* unzip(source: SourceFile, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw damaged(
      `'${printable(entry.name)}' is packed by a method that is not read (${entry.method})`,
    );
  }
  const local = await collect(
    readFileBytes(source, { start: entry.offset, end: entry.offset + LOCAL_BYTES }),
  );
  if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw damaged('it is cut short or its directory is wrong');
  }
  const start = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = readFileBytes(source, { start, end: start + entry.packedBytes });
  let sum = 0;
  let bytes = 0;
  try {
    for await (const chunk of entry.method === STORED ? packed : inflate(packed)) {
      sum = crc32(chunk, sum);
      bytes += chunk.length;
      if (bytes > entry.bytes)
        throw damaged(`'${printable(entry.name)}' is longer than its directory says`);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    throw damaged(`'${printable(entry.name)}' is cut short or damaged`, error);
  }
  if (bytes !== entry.bytes || sum !== entry.crc) {
    throw damaged(`'${printable(entry.name)}' does not fit its size and checksum`);
  }
}

async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = Readable.from(packed, { objectMode: false });
  const unpacker = createInflateRaw({ chunkSize: CHUNK_BYTES });
  input.on('error', (error) => unpacker.destroy(error));
  try {
    for await (const chunk of input.pipe(unpacker)) if (chunk instanceof Uint8Array) yield chunk;
  } finally {
    input.destroy();
    unpacker.destroy();
  }
}

/** The archive's directory: found by the record at the end of the file. */
async function readDirectory(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, END_BYTES + LONGEST_COMMENT_BYTES + LOCATOR_64_BYTES);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  let at = tail.length - END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at--;
  if (at < 0) throw damaged('it is cut short: the directory at its end is missing');

  let bytes = tail.readUInt32LE(at + 12);
  let offset = tail.readUInt32LE(at + 16);
  const locator = at - LOCATOR_64_BYTES;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64_SIGNATURE) {
    const end = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
    if (end.readUInt32LE(0) !== END_64_SIGNATURE) throw damaged('its directory is wrong');
    bytes = Number(end.readBigUInt64LE(40));
    offset = Number(end.readBigUInt64LE(48));
  }
  if (bytes > LARGEST_DIRECTORY_BYTES || offset + bytes > size) {
    throw damaged('its directory is wrong');
  }
  return readAt(file, offset, bytes);
}

function readEntries(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at < directory.length;) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged('its directory is wrong');
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extraAt = at + ENTRY_BYTES + nameBytes;
    const [bytes, packedBytes, offset] = wideNumbers(
      [
        directory.readUInt32LE(at + 24),
        directory.readUInt32LE(at + 20),
        directory.readUInt32LE(at + 42),
      ],
      directory.subarray(extraAt, extraAt + extraBytes),
    );
    entries.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, extraAt),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      bytes,
      packedBytes,
      offset,
    });
    at = extraAt + extraBytes + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Numbers that do not fit 32 bits are in an extra field, in this order. */
function wideNumbers(
  [bytes, packedBytes, offset]: readonly [number, number, number],
  extra: Buffer,
): [number, number, number] {
  let wide = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === EXTRA_64) {
      wide = Buffer.from(extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2)));
    }
  }
  let next = 0;
  const widen = (narrow: number): number =>
    narrow === 0xffff_ffff ? Number(wide.readBigUInt64LE(8 * next++)) : narrow;
  return [widen(bytes), widen(packedBytes), widen(offset)];
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function damaged(reason: string, cause?: unknown): DamagedDataError {
  return new DamagedDataError('zip', reason, { cause });
}
