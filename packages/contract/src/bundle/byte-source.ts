/** The stream ended where more bytes were expected. */
export class EarlyEndError extends Error {
  override readonly name = 'EarlyEndError';
}

const EMPTY = new Uint8Array(0);

/** Takes bytes off a stream of chunks, as many as are asked for, and never holds more than these and one chunk. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = EMPTY;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, at least one and at most `most`; null at the end. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.#rest.byteLength === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return null;
      this.#rest = next.value;
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.byteLength);
    return taken;
  }

  /**
   * Exactly `length` bytes, which the caller has bounded; null at the end.
   *
   * @throws EarlyEndError if the stream ends within them
   */
  async exactly(length: number): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(length);
    for (let end = 0; end < length;) {
      const part = await this.some(length - end);
      if (part === null) {
        if (end === 0) return null;
        throw new EarlyEndError('it ends within a header');
      }
      bytes.set(part, end);
      end += part.byteLength;
    }
    return bytes;
  }
}
