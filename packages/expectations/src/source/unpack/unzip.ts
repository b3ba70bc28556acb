import { crc32 } from 'node:zlib';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { BrokenBytesError } from './broken-bytes.ts';
import { bytesOf } from './file-chunks.ts';

/** As many files of an archive as are looked at, and named in a message. */
const MOST_ENTRIES = 1000;
const SHOWN_ENTRIES = 5;

/** Folders, and what macOS adds to an archive. */
const NO_FILE = /\/$|(^|\/)(__MACOSX\/|\.DS_Store$|\._)/;

/** The one file of an archive. */
async function onlyEntry(archive: ZipFile): Promise<Entry> {
  const entries: Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    if (!NO_FILE.test(entry.fileName)) entries.push(entry);
    if (archive.entriesRead > MOST_ENTRIES) break;
  }
  const names = entries.map(({ fileName }) => fileName);
  if (names.some((name) => name.startsWith('xl/'))) {
    throw new BrokenBytesError('it is an Excel file; save it as CSV.');
  }
  const [entry] = entries;
  if (entry === undefined) throw new BrokenBytesError('it is a zip archive without files.');
  if (entries.length > 1) {
    const shown = names.slice(0, SHOWN_ENTRIES).map((name) => JSON.stringify(name));
    const more = entries.length > SHOWN_ENTRIES ? ' ...' : '';
    throw new BrokenBytesError(
      `it is a zip archive of several files (${shown.join(', ')}${more}); unpack it and give the files.`,
    );
  }
  if (entry.isEncrypted()) {
    throw new BrokenBytesError('it is a zip archive with a password; unpack it first.');
  }
  return entry;
}

/** The contents of the one file in a zip archive; its size and checksum are verified. */
export async function* unzipFile(path: string): AsyncGenerator<Uint8Array> {
  let archive: ZipFile | null = null;
  try {
    archive = await openPromise(path, { lazyEntries: true, autoClose: false });
    const entry = await onlyEntry(archive);
    let sum = 0;
    for await (const chunk of bytesOf(await archive.openReadStreamPromise(entry))) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw new Error('the checksum differs');
  } catch (cause) {
    if (cause instanceof BrokenBytesError) throw cause;
    throw new BrokenBytesError(
      'its zip archive is damaged, cut short or packed in a way that is not read; make or download it again.',
      { cause },
    );
  } finally {
    archive?.close();
  }
}
