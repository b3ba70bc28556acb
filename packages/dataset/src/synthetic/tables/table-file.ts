import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { partialPathOf } from './partial-files.ts';

/** A CSV file on its way: written aside, in place only when it is whole. */
export class TableFile {
  readonly path: string;
  private readonly partialPath: string;
  private readonly file: Writable;
  private readonly input: Writable;
  private readonly drained: Promise<void>;
  private pending: Promise<void> = Promise.resolve();

  /** @param path ends in .gz if the bytes are to be compressed. */
  constructor(path: string) {
    this.path = path;
    this.partialPath = partialPathOf(path);
    this.file = createWriteStream(this.partialPath);
    if (path.endsWith('.gz')) {
      const gzip = createGzip();
      this.input = gzip;
      this.drained = pipeline(gzip, this.file);
    } else {
      this.input = this.file;
      this.drained = finished(this.file);
    }
    // A failure is thrown where the next chunk is written or the file is closed.
    this.drained.catch(() => undefined);
  }

  get name(): string {
    return basename(this.path);
  }

  /**
   * Hands over a chunk as soon as the chunk before is consumed, and returns without waiting for this one.
   *
   * The caller may reuse the chunk before, not this one: two buffers in turn keep memory constant.
   */
  async write(chunk: Uint8Array): Promise<void> {
    await this.pending;
    this.pending = this.consume(chunk);
    this.pending.catch(() => undefined);
  }

  /** Writes what is left; the file still lies aside. Returns its size. */
  async close(): Promise<number> {
    await this.pending;
    this.input.end();
    await this.drained;
    return (await stat(this.partialPath)).size;
  }

  /** Puts the closed file in place. */
  async publish(): Promise<void> {
    await rename(this.partialPath, this.path);
  }

  /** Gives up: nothing stays. */
  async discard(): Promise<void> {
    this.input.destroy();
    this.file.destroy();
    // Until then it may still be about to open, and would do so after the removal
    if (!this.file.closed) await new Promise((resolve) => this.file.once('close', resolve));
    await rm(this.partialPath, { force: true });
  }

  private async consume(chunk: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.input.write(chunk, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }).catch(async (error: unknown) => {
      await this.drained; // rejects with the cause, where the cause lies further down
      throw error;
    });
  }
}
