import { BundleEntryError, BundleLimitError } from '../errors.ts';
import { ByteSource, EarlyEndError } from './byte-source.ts';
import type { BundleLimits } from './limits.ts';
import { readPax, type TarExtension } from './tar-extension.ts';
import { BLOCK_BYTES, isZeros, readTarHeader, tarText, type TarHeader } from './tar-header.ts';

/** One file or folder of a tar; its content must be read, or left, before the next one is asked for. */
export interface TarEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Bytes of a header that tells a longer name; a path has 4,096 on Linux, a pax header some times more beside it. */
const MAX_EXTENSION_BYTES = 16_384;
/** A GNU name, a pax header and a global one may stand before an entry, not more of them. */
const MAX_EXTENSIONS = 4;
/** Content is taken in such pieces. */
const PIECE_BYTES = 65_536;

/** Why an entry that is neither a file nor a folder is refused. */
const TYPES: Readonly<Record<string, string>> = {
  '1': 'link',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '6': 'fifo',
  K: 'link with a long name',
  S: 'sparse file',
};

const isFile = (type: string) => type === '0' || type === '7';

/** Not a tar at all, or one that goes on in another way than tars do. */
class TarFormatError extends Error {
  override readonly name = 'TarFormatError';
}

class TarReader {
  readonly #source: ByteSource;
  readonly #maxEntries: number;
  readonly #maxHeaders: number;
  #headers = 0;

  constructor(chunks: AsyncIterable<Uint8Array>, { maxEntries }: BundleLimits) {
    this.#source = new ByteSource(chunks);
    this.#maxHeaders = maxEntries * (1 + MAX_EXTENSIONS);
    this.#maxEntries = maxEntries;
  }

  async *entries(): AsyncGenerator<TarEntry> {
    let extensions = 0;
    let extension: TarExtension = {};
    for (let header = await this.#header(); header !== null; header = await this.#header()) {
      const { name, bytes, type } = header;
      if (type === 'L' || type === 'x' || type === 'g') {
        extensions += 1;
        if (extensions > MAX_EXTENSIONS || bytes > MAX_EXTENSION_BYTES) {
          throw new BundleEntryError(name, `its extended header of ${bytes} bytes is too much`);
        }
        const text = await this.#whole(bytes);
        if (type === 'L') extension = { ...extension, name: tarText(text) };
        else if (type === 'x') extension = { ...extension, ...readPax(text, name) };
        else readPax(text, name);
        continue;
      }
      yield* this.#entry({ ...header, ...extension });
      extensions = 0;
      extension = {};
    }
    if (extensions > 0) throw new EarlyEndError('it ends behind an extended header');
    await this.#requireZeros();
  }

  /** Null at the block of zeros that ends the archive. */
  async #header(): Promise<TarHeader | null> {
    const block = await this.#source.exactly(BLOCK_BYTES);
    if (block === null) throw new EarlyEndError('it ends without the block that ends a tar');
    if (isZeros(block)) return null;
    this.#headers += 1;
    if (this.#headers > this.#maxHeaders) {
      throw new BundleLimitError('maxEntries', this.#maxEntries, 'the number of headers');
    }
    const header = readTarHeader(block);
    if (header === null) throw new TarFormatError('a header of the tar is malformed');
    return header;
  }

  async *#entry({ name, bytes, type }: TarHeader): AsyncGenerator<TarEntry> {
    const isFolder = type === '5';
    if (!isFolder && !isFile(type)) {
      const kind = TYPES[type] ?? `thing of type ${JSON.stringify(type)}`;
      throw new BundleEntryError(name, `it is a ${kind}, not a file`);
    }
    if (isFolder && bytes > 0) throw new BundleEntryError(name, 'it is a folder with content');
    const content = this.#content(bytes);
    yield { name, isFolder, bytes, content };
    let unread = await content.next();
    while (unread.done !== true) unread = await content.next();
    await this.#padding(bytes);
  }

  async *#content(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0;) {
      const piece = await this.#source.some(Math.min(left, PIECE_BYTES));
      if (piece === null) throw new EarlyEndError('it ends within a file');
      left -= piece.byteLength;
      yield piece;
    }
  }

  /** A short content as a whole, and its padding. */
  async #whole(bytes: number): Promise<Uint8Array> {
    const content = await this.#source.exactly(bytes);
    if (content === null) throw new EarlyEndError('it ends within an extended header');
    await this.#padding(bytes);
    return content;
  }

  async #padding(bytes: number): Promise<void> {
    const over = bytes % BLOCK_BYTES;
    if (over === 0) return;
    const padding = await this.#source.exactly(BLOCK_BYTES - over);
    if (padding === null) throw new EarlyEndError('it ends behind a file');
  }

  /** Tars are filled up by zeros to a round size. */
  async #requireZeros(): Promise<void> {
    for (
      let piece = await this.#source.some(PIECE_BYTES);
      piece !== null;
      piece = await this.#source.some(PIECE_BYTES)
    ) {
      if (!isZeros(piece)) throw new TarFormatError('more follows behind its end');
    }
  }
}

/**
 * Reads the entries of a tar one by one. Nothing that the tar says makes it take memory: names and extended headers
 * are bounded before they are read, contents come in pieces.
 *
 * @throws BundleEntryError, BundleLimitError, EarlyEndError, TarFormatError, and what `chunks` throws
 */
export function readTar(
  chunks: AsyncIterable<Uint8Array>,
  limits: BundleLimits,
): AsyncGenerator<TarEntry> {
  return new TarReader(chunks, limits).entries();
}
