import { Decompress } from 'fzstd';
import xxhash from 'xxhash-wasm';
import { BrokenBytesError } from './broken-bytes.ts';

/** Frames of RFC 8878: of data, and of anything else, to be skipped. */
const DATA_FRAME = 0xfd2f_b528;
const SKIPPED_FRAME = 0x184d_2a50;

/** A block's type of which one byte stands for all. */
const REPEATED_BYTE = 1;

/** What the zstd program itself unpacks without being told to: it is held in memory. */
const LARGEST_WINDOW_BYTES = 2 ** 27;
const LARGEST_BLOCK_BYTES = 2 ** 17;

function broken(reason: string, cause?: unknown): BrokenBytesError {
  return new BrokenBytesError(`its zstd data ${reason}.`, { cause });
}

const damaged = (cause?: unknown) =>
  broken('is damaged or cut short; copy or download the file again', cause);

/** The first bytes of chunks, taken off one by one in numbers that are asked for. */
class Takeable {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether so many bytes are left; they are held then. */
  async has(count: number): Promise<boolean> {
    if (this.#held.length >= count) return true;
    const parts: Uint8Array[] = [this.#held];
    let length = this.#held.length;
    while (length < count) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      length += next.value.length;
    }
    this.#held = Buffer.concat(parts);
    return length >= count;
  }

  async take(count: number): Promise<Buffer> {
    if (!(await this.has(count))) throw damaged();
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }
}

interface FrameHeader {
  readonly bytes: Buffer;
  readonly hasChecksum: boolean;
}

/** What follows a data frame's magic number; refuses what cannot be unpacked in bounded memory. */
async function takeHeader(packed: Takeable): Promise<FrameHeader> {
  const first = await packed.take(1);
  const flags = first.readUInt8();
  const isOneSegment = (flags & 0x20) !== 0;
  const windowBytes = isOneSegment ? 0 : 1;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = [isOneSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const window = await packed.take(windowBytes);
  const dictionary = await packed.take(dictionaryBytes);
  const size = await packed.take(sizeBytes);
  if (dictionary.some((byte) => byte !== 0)) {
    throw broken('was packed with a dictionary; unpack it first');
  }
  const exponent = window[0] ?? 0;
  const held = isOneSegment
    ? size.reduceRight((sum, byte) => sum * 256 + byte, 0)
    : 2 ** (10 + (exponent >> 3)) * (1 + (exponent & 7) / 8);
  if (held > LARGEST_WINDOW_BYTES) {
    throw broken('needs a window of more than 128 MiB; unpack it first');
  }
  return {
    bytes: Buffer.concat([first, window, dictionary, size]),
    hasChecksum: (flags & 4) !== 0,
  };
}

/** The contents of all zstd frames; their checksums are verified. */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = new Takeable(chunks);
  const hasher = await xxhash();
  while (await packed.has(1)) {
    const magic = await packed.take(4);
    const kind = magic.readUInt32LE();
    if ((kind & ~0xf) >>> 0 === SKIPPED_FRAME) {
      let left = (await packed.take(4)).readUInt32LE();
      for (; left > 0; left -= Math.min(left, LARGEST_BLOCK_BYTES)) {
        await packed.take(Math.min(left, LARGEST_BLOCK_BYTES));
      }
      continue;
    }
    if (kind !== DATA_FRAME) throw broken('is followed by other bytes');
    const header = await takeHeader(packed);
    const sum = hasher.create64();
    const unpacked: Uint8Array[] = [];
    const unpacker = new Decompress((chunk) => unpacked.push(chunk));
    unpacker.push(Buffer.concat([magic, header.bytes]));
    for (let isLast = false; !isLast;) {
      const head = await packed.take(3);
      const bits = head.readUIntLE(0, 3);
      isLast = (bits & 1) === 1;
      const isRepeated = ((bits >> 1) & 3) === REPEATED_BYTE;
      if (bits >> 3 > LARGEST_BLOCK_BYTES) throw damaged();
      const block = await packed.take(isRepeated ? 1 : bits >> 3);
      const checksum = await packed.take(isLast && header.hasChecksum ? 4 : 0);
      try {
        unpacker.push(Buffer.concat([head, block, checksum]), isLast);
      } catch (cause) {
        throw damaged(cause);
      }
      for (const chunk of unpacked.splice(0)) {
        sum.update(chunk);
        if (chunk.length > 0) yield chunk;
      }
      const isSound =
        checksum.length === 0 ||
        BigInt.asUintN(32, sum.digest()) === BigInt(checksum.readUInt32LE());
      if (!isSound) throw damaged();
    }
  }
}
