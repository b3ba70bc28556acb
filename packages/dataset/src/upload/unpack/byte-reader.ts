/** Reads given numbers of bytes from chunks of any size. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #endedEarly: () => Error;
  #chunk: Uint8Array = new Uint8Array(0);

  /** @param endedEarly makes the error for data that ends before what was asked for. */
  constructor(chunks: AsyncIterable<Uint8Array>, endedEarly: () => Error) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#endedEarly = endedEarly;
  }

  /** Whether no byte is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return true;
      this.#chunk = next.value;
    }
    return false;
  }

  /** The next bytes, exactly as many as asked for. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    await this.#pass(count, (part) => parts.push(part));
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    await this.#pass(count, () => undefined);
  }

  async #pass(count: number, use: (part: Uint8Array) => void): Promise<void> {
    let left = count;
    while (left > 0) {
      if (await this.isAtEnd()) throw this.#endedEarly();
      const part = this.#chunk.subarray(0, left);
      this.#chunk = this.#chunk.subarray(part.length);
      left -= part.length;
      use(part);
    }
  }
}
