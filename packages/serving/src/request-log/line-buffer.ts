import type { LineSink } from './request-log.ts';

/** Puts a batch of whole lines where they are kept. @throws if it could not */
export type WriteBatch = (text: string, bytes: number) => Promise<void>;

/** How lines are gathered. */
export interface BufferOptions {
  /** Lines that wait may take so much memory; more are dropped. */
  readonly maxBufferedBytes: number;
  /** A batch is written when so much waits, or after `everyMs`. */
  readonly batchBytes: number;
  readonly everyMs: number;
  /** Whether a batch that could not be written is tried again; else it is lost, and the lines after it are not. */
  readonly retries: boolean;
  /** Told of each batch that could not be written. */
  readonly onFailed: (error: unknown, lines: number, isLost: boolean) => void;
}

/** Lines in memory between an answer, which does not wait, and a disk or a bucket. */
export function bufferLines(write: WriteBatch, options: BufferOptions): LineSink {
  const { maxBufferedBytes, batchBytes, everyMs, retries, onFailed } = options;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const nextBatch = () => {
    const lines: string[] = [];
    let bytes = 0;
    for (const line of waiting) {
      const size = Buffer.byteLength(line);
      if (lines.length > 0 && bytes + size > batchBytes) break;
      lines.push(line);
      bytes += size;
    }
    return { lines, bytes };
  };

  /** @returns whether another batch may be tried at once */
  const writeOne = async (): Promise<boolean> => {
    const { lines, bytes } = nextBatch();
    const forget = () => {
      waiting = waiting.slice(lines.length);
      waitingBytes -= bytes;
    };
    try {
      await write(lines.join(''), bytes);
      forget();
      return true;
    } catch (error) {
      const isLost = !retries || isClosed;
      if (isLost) forget();
      onFailed(error, lines.length, isLost);
      return isLost;
    }
  };

  const writeAll = async (): Promise<void> => {
    // Never within the answer that brought the line
    await Promise.resolve();
    while (waiting.length > 0 && (await writeOne()));
  };

  const start = () => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => {
      writing = undefined;
      if (waiting.length > 0 && !isClosed) arm();
    });
  };

  const arm = () => {
    timer ??= setTimeout(start, everyMs);
    timer.unref();
  };

  return {
    write: (line) => {
      const text = `${line}\n`;
      const bytes = Buffer.byteLength(text);
      if (isClosed || waitingBytes + bytes > maxBufferedBytes) return false;
      waiting.push(text);
      waitingBytes += bytes;
      if (waitingBytes >= batchBytes && writing === undefined) start();
      else arm();
      return true;
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await writing;
      await writeAll();
    },
  };
}
