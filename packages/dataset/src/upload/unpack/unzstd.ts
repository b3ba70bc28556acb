import { Decompress } from 'fzstd';
import xxhash from 'xxhash-wasm';
import { ByteReader } from './byte-reader.ts';
import { DamagedDataError } from './damaged-data.ts';

const FRAME_MAGIC = 0xfd2f_b528;
/** Sixteen magic numbers begin a frame that holds no data. */
const SKIPPABLE_MAGIC = 0x184d_2a50;

/** The largest window that the zstd program itself unpacks without being told to: 128 MiB. */
const LARGEST_WINDOW_BYTES = 2 ** 27;

const LARGEST_BLOCK_BYTES = 128 * 2 ** 10;

const NOTHING = new Uint8Array(0);

const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/**
 * Unpacks Zstandard data (RFC 8878) of one or more frames, each checked against its checksum where it has one.
 *
 * @throws DamagedDataError if the data is cut short, damaged, or needs a dictionary or a window beyond 128 MiB.
 */
export async function* unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(packed, () => damaged('it is cut short'));
  const hasher = await xxhash();
  while (!(await reader.isAtEnd())) {
    const magic = await reader.take(4);
    const number = view(magic).getUint32(0, true);
    if ((number & 0xffff_fff0) >>> 0 === SKIPPABLE_MAGIC) {
      await reader.skip(view(await reader.take(4)).getUint32(0, true));
      continue;
    }
    if (number !== FRAME_MAGIC) throw damaged('other bytes follow behind the end of the data');

    const { bytes: header, hasChecksum } = await takeHeader(reader);
    const digest = hasher.create64();
    const out: Uint8Array[] = [];
    const unpacker = new Decompress((chunk) => out.push(chunk));
    const unpack = function* (part: Uint8Array, isEnd = false): Generator<Uint8Array> {
      try {
        unpacker.push(part, isEnd);
      } catch (error) {
        throw damaged('it holds what is no Zstandard data', error);
      }
      for (const chunk of out.splice(0)) {
        if (chunk.length === 0) continue;
        digest.update(chunk);
        yield chunk;
      }
    };
    yield* unpack(Buffer.concat([magic, header]));
    for (let isLast = false; !isLast;) {
      const head = await reader.take(3);
      const bits = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16);
      isLast = (bits & 1) === 1;
      const type = (bits >> 1) & 3;
      const size = bits >> 3;
      if (type === RESERVED_BLOCK || size > LARGEST_BLOCK_BYTES) throw damaged('a block is wrong');
      const body = await reader.take(type === RLE_BLOCK ? 1 : size);
      // The unpacker holds a short frame back until it hears that it has all of it
      const checksum = isLast && hasChecksum ? await reader.take(4) : NOTHING;
      yield* unpack(Buffer.concat([head, body, checksum]), isLast);
      if (
        checksum.length > 0 &&
        Number(digest.digest() & 0xffff_ffffn) !== view(checksum).getUint32(0, true)
      ) {
        throw damaged('it does not fit its checksum');
      }
    }
  }
}

/** A frame's header behind its magic number, 2 to 14 bytes. */
async function takeHeader(
  reader: ByteReader,
): Promise<{ readonly bytes: Uint8Array; readonly hasChecksum: boolean }> {
  const first = await reader.take(1);
  const descriptor = first[0] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const rest = await reader.take((isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes);
  const dictionaryAt = isSingleSegment ? 0 : 1;
  if (rest.subarray(dictionaryAt, dictionaryAt + dictionaryBytes).some((byte) => byte !== 0)) {
    throw damaged('it was packed with a dictionary');
  }
  if (windowBytes(rest, isSingleSegment, sizeBytes) > LARGEST_WINDOW_BYTES) {
    throw damaged('its window is larger than 128 MiB; pack it again without --long or --ultra');
  }
  return { bytes: Buffer.concat([first, rest]), hasChecksum: (descriptor & 4) !== 0 };
}

/** What the unpacker has to hold in memory. */
function windowBytes(rest: Uint8Array, isSingleSegment: boolean, sizeBytes: number): number {
  if (!isSingleSegment) {
    const window = rest[0] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  return [...rest.subarray(rest.length - sizeBytes)].reduceRight(
    (size, byte) => size * 256 + byte,
    0,
  );
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(reason: string, cause?: unknown): DamagedDataError {
  return new DamagedDataError('Zstandard', reason, { cause });
}
