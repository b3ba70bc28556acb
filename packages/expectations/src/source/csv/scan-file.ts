import { isUtf8 } from 'node:buffer';
import type { CsvFile } from './csv-file.ts';
import { textOf } from './csv-file.ts';
import type { CsvProblem } from './csv-errors.ts';
import { RecordReader, splitRecord } from './split-record.ts';
import type { ScannedRecord } from './record-scanner.ts';

/** What a whole file holds, told by our own reading of every byte. */
export interface FileScan {
  /** Records without the header. */
  readonly rows: number;
  /** Bits of LINE_ENDS. */
  readonly lineEnds: number;
  readonly problems: readonly CsvProblem[];
}

/** How many examples of a fault are shown, and how long. */
const SHOWN_EXAMPLES = 5;
const SHOWN_LETTERS = 80;

const CARRIAGE_RETURN = 0x0d;

/** Faults of one kind as they are found. */
class Faults {
  readonly kind: CsvProblem['kind'];
  readonly expected: string;
  readonly examples: { line: number; found: string }[] = [];
  count = 0;

  constructor(kind: CsvProblem['kind'], expected: string) {
    this.kind = kind;
    this.expected = expected;
  }

  add(line: number, found: () => string): void {
    this.count++;
    if (this.examples.length < SHOWN_EXAMPLES) this.examples.push({ line, found: found() });
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text);
}

const plural = (count: number) => `${count} field${count === 1 ? '' : 's'}`;

/** The last byte of a chunk at which neither a character of UTF-8 nor a line end is cut. */
function wholeCharacters(bytes: Uint8Array): number {
  if (bytes.at(-1) === CARRIAGE_RETURN) return bytes.length - 1;
  let start = bytes.length - 1;
  while (start >= 0 && start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const first = bytes[start] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return start >= 0 && start + length > bytes.length ? start : bytes.length;
}

/** Chunks that end between characters, and not within a line end of two. */
async function* atCharacters(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = wholeCharacters(bytes);
    rest = bytes.subarray(end);
    if (end > 0) yield bytes.subarray(0, end);
  }
  if (rest.length > 0) yield rest;
}

/** Adds the lines of a chunk that are not UTF-8; the chunk begins in line `line`. */
function findBadLines(chunk: Uint8Array, line: number, faults: Faults): void {
  let from = 0;
  for (let at = 0; at <= chunk.length; at++) {
    const byte = at === chunk.length ? 0x0a : (chunk[at] ?? 0);
    if (byte !== 0x0a && byte !== 0x0d) continue;
    const part = chunk.subarray(from, at);
    if (!isUtf8(part)) {
      const bad = new TextDecoder().decode(part);
      faults.add(line, () => `has ${shown(bad)}`);
    }
    if (byte === 0x0d && chunk[at + 1] === 0x0a) at++;
    from = at + 1;
    line++;
  }
}

/**
 * Reads every byte of a file and accounts for each line. `onRow` gets the fields of each good row;
 * without it fields are counted, not made. Throws BrokenBytesError.
 */
export async function scanFile(
  file: CsvFile,
  onRow?: (fields: readonly string[]) => Promise<void> | undefined,
): Promise<FileScan> {
  const columns = file.names.length;
  const ragged = new Faults(
    'wrong_field_count',
    `expected ${plural(columns)}, as ${file.header ? 'the header' : 'the first line'} has, separated by ${JSON.stringify(file.delimiter)}`,
  );
  const open = new Faults('open_quote', 'a quoted field does not end');
  const after = new Faults(
    'text_after_quote',
    'text follows the closing quote of a field; a quote within quotes is written twice',
  );
  const encoding = new Faults(
    'bad_encoding',
    "not UTF-8; give its encoding, such as 'windows-1252'",
  );
  let records = 0;
  const rows: (readonly string[])[] = [];
  const take = (record: ScannedRecord, text: () => string): void => {
    records++;
    if (record.fault === 'open quote') {
      open.add(record.line, () => `begins ${shown(text())}`);
    } else if (record.fault === 'after quote') {
      after.add(record.line, () => `is ${shown(text())}`);
    } else if (record.fields !== columns) {
      ragged.add(record.line, () => `has ${record.fields}, ${shown(text())}`);
    } else if (onRow !== undefined && (records > 1 || !file.header)) {
      rows.push(splitRecord(text(), file.marks));
    }
  };
  const reader = new RecordReader(file.marks, take, file.skippedBytes > 0 ? 2 : 1);
  const handOver = async () => {
    for (const row of rows.splice(0)) await onRow?.(row);
  };
  for await (const chunk of atCharacters(textOf(file))) {
    if (!isUtf8(chunk)) findBadLines(chunk, reader.scanner.line, encoding);
    reader.feed(chunk);
    if (onRow !== undefined) await handOver();
  }
  reader.finish();
  await handOver();
  return {
    rows: Math.max(0, records - (file.header ? 1 : 0)),
    lineEnds: reader.scanner.lineEnds,
    problems: [ragged, open, after, encoding].filter(({ count }) => count > 0),
  };
}
