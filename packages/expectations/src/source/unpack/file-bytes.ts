import { stat } from 'node:fs/promises';
import { BrokenBytesError, TooManyBytesError } from './broken-bytes.ts';
import { fileChunks } from './file-chunks.ts';
import { gunzipChunks, gunzipFile } from './gunzip.ts';

/** One way in which a file is packed. */
export type PackingLayer = 'gzip' | 'zstd' | 'zip';

/** How a file is packed, the outermost layer first. */
export type Packing = readonly PackingLayer[];

/** What is read of a file: how it is packed, and the most that it may unpack to. */
export interface PackedFile {
  readonly path: string;
  readonly packing: Packing;
  /** The most bytes that one layer may hold; see unpackLimitBytes. */
  readonly maxUnpackedBytes?: number | undefined;
}

/**
 * What a file may unpack to unless a limit is given: so many times its size, or so many bytes if that is more.
 * CSV packs to a tenth, logs that repeat themselves to a hundredth; a bomb packs gigabytes into a few kilobytes.
 */
const USUAL_LIMIT = { ratio: 200, bytes: 2 ** 30 } as const;

/** The most bytes that a file of so many bytes may unpack to. */
export function unpackLimitBytes(fileBytes: number, given?: number): number {
  return given ?? Math.max(USUAL_LIMIT.bytes, USUAL_LIMIT.ratio * fileBytes);
}

const starts = (text: string) => Buffer.from(text, 'latin1');

/** First bytes of each layer. A frame that zstd skips may go before its data. */
const LAYERS: readonly (readonly [start: Buffer, layer: PackingLayer])[] = [
  [starts('\x1f\x8b'), 'gzip'],
  [starts('\x28\xb5\x2f\xfd'), 'zstd'],
  [starts('PK\x03\x04'), 'zip'],
  [starts('PK\x05\x06'), 'zip'],
  ...Array.from({ length: 16 }, (_, at): readonly [Buffer, PackingLayer] => [
    starts(`${String.fromCharCode(0x50 + at)}\x2a\x4d\x18`),
    'zstd',
  ]),
];

/** What some files are that are no CSV, and what to do. */
const NO_CSV: readonly (readonly [start: Buffer, reason: string])[] = [
  [starts('PAR1'), 'it is a Parquet file; give it as { parquet }.'],
  [starts('\xd0\xcf\x11\xe0'), 'it is an old Excel file; save it as CSV.'],
  [starts('BZh'), 'it is packed with bzip2; unpack it first.'],
  [starts('\xfd7zXZ'), 'it is packed with xz; unpack it first.'],
];

const MAGIC_BYTES = 8;
const MOST_LAYERS = 2;

/** The first bytes of a stream, fewer than asked for where it is short. */
export async function headOf(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ readonly head: Uint8Array; readonly isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > bytes) return { head: Buffer.concat(parts).subarray(0, bytes), isWhole: false };
  }
  return { head: Buffer.concat(parts), isWhole: true };
}

/** The bytes of a layer; throws TooManyBytesError beyond the limit. */
async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  { path, maxUnpackedBytes }: PackedFile,
): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  const limit = unpackLimitBytes(size, maxUnpackedBytes);
  let unpacked = 0;
  for await (const chunk of bytes) {
    unpacked += chunk.length;
    if (unpacked > limit) throw new TooManyBytesError(limit, size);
    yield chunk;
  }
}

/** Unpackers that few files need are loaded when one does. */
async function* unpack(
  layer: PackingLayer,
  path: string,
  inside: AsyncIterable<Uint8Array> | null,
): AsyncGenerator<Uint8Array> {
  if (layer === 'gzip') {
    yield* inside === null ? gunzipFile(path) : gunzipChunks(inside);
  } else if (layer === 'zstd') {
    const { unzstd } = await import('./unzstd.ts');
    yield* unzstd(inside ?? fileChunks(path));
  } else {
    const { unzipFile } = await import('./unzip.ts');
    yield* unzipFile(path);
  }
}

/** The bytes that a file holds, unpacked. Throws BrokenBytesError, while it is read too. */
export function unpackedBytes(file: PackedFile): AsyncGenerator<Uint8Array> {
  let bytes: AsyncGenerator<Uint8Array> | null = null;
  for (const layer of file.packing) bytes = bounded(unpack(layer, file.path, bytes), file);
  return bytes ?? fileChunks(file.path);
}

/** How a file is packed; throws BrokenBytesError where it is no CSV. */
export async function packingOf(path: string, maxUnpackedBytes?: number): Promise<Packing> {
  const packing: PackingLayer[] = [];
  for (;;) {
    const { head } = await headOf(unpackedBytes({ path, packing, maxUnpackedBytes }), MAGIC_BYTES);
    const begins = (start: Buffer) => start.equals(head.subarray(0, start.length));
    const reason = NO_CSV.find(([start]) => begins(start))?.[1];
    if (reason !== undefined) throw new BrokenBytesError(reason);
    const layer = LAYERS.find(([start]) => begins(start))?.[1];
    if (layer === undefined) return packing;
    if (packing.length === MOST_LAYERS || (layer === 'zip' && packing.length > 0)) {
      throw new BrokenBytesError(
        `it is packed several times: ${shownPacking([...packing, layer])}. Unpack it first.`,
      );
    }
    packing.push(layer);
  }
}

/** A packing in words: `none`, `gzip`, `gzip twice`, `gzip in zip`. */
export function shownPacking(packing: Packing): string {
  const [outer = 'none', inner] = packing;
  if (packing.length === 2 && inner === outer) return `${outer} twice`;
  return packing.length < 2 ? outer : packing.toReversed().join(' in ');
}
