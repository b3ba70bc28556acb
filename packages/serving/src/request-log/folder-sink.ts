import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bufferLines } from './line-buffer.ts';
import type { LineSink } from './request-log.ts';

/** Files of the log; what else is in the folder is left alone. */
const FILE_NAME = /^requests-\d{14}-[0-9a-z-]+\.jsonl$/;

/** So many files share what the folder may take: the oldest of them goes when there is no room. */
const FILES_OF_FOLDER = 8;
/** At 2,000 requests a second a disk may stand still for ten seconds. */
const MAX_BUFFERED_BYTES = 2 ** 22;
const BATCH_BYTES = 2 ** 17;
const EVERY_MS = 1_000;

interface LogFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Keeps lines in a folder, in files that this process alone writes: a file that is full is followed by another, and the
 * oldest of the folder goes before there is more than it may take. After a write that failed a new file begins, so that
 * half a line is the end of a file.
 *
 * @param of.onFailed told of lines that were lost
 */
export function folderSink(of: {
  readonly folder: string;
  readonly maxBytes: number;
  readonly now: () => Date;
  readonly onFailed: (error: unknown, lines: number) => void;
  readonly everyMs?: number;
}): LineSink {
  const { folder, maxBytes, now, onFailed, everyMs = EVERY_MS } = of;
  const maxFileBytes = Math.floor(maxBytes / FILES_OF_FOLDER);
  const process_ = `${process.pid.toString(36)}-${randomBytes(4).toString('hex')}`;
  let sequence = 0;
  let current: LogFile | undefined;

  const begin = (): LogFile => {
    // By time first, so that names sort as the lines do
    const moment = now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    sequence += 1;
    const place = sequence.toString(36).padStart(5, '0');
    return { name: `requests-${moment}-${process_}-${place}.jsonl`, bytes: 0 };
  };

  const append = async (text: string, bytes: number): Promise<void> => {
    await mkdir(folder, { recursive: true });
    if (current === undefined || current.bytes + bytes > maxFileBytes) current = begin();
    const file = current;
    // Until it is known to be whole
    current = undefined;
    await makeRoom(folder, { bytes, maxBytes, kept: file.name });
    await appendFile(join(folder, file.name), text);
    current = { name: file.name, bytes: file.bytes + bytes };
  };

  return bufferLines(append, {
    maxBufferedBytes: MAX_BUFFERED_BYTES,
    batchBytes: Math.min(BATCH_BYTES, maxFileBytes),
    everyMs,
    retries: false,
    onFailed,
  });
}

/** Removes the oldest files until the bytes to come fit. */
async function makeRoom(
  folder: string,
  of: { readonly bytes: number; readonly maxBytes: number; readonly kept: string },
): Promise<void> {
  const files = await filesOf(folder);
  let total = files.reduce((sum, { bytes }) => sum + bytes, of.bytes);
  for (const { name, bytes } of files) {
    if (total <= of.maxBytes) return;
    if (name === of.kept) continue;
    await rm(join(folder, name), { force: true });
    total -= bytes;
  }
}

/** The log's files, the oldest first. */
async function filesOf(folder: string): Promise<readonly LogFile[]> {
  const names = (await readdir(folder)).filter((name) => FILE_NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      // Another process may have removed it just now
      bytes: await stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    })),
  );
}
