import { RecordScanner } from './record-scanner.ts';
import type { Marks, ScannedRecord } from './record-scanner.ts';

/** A mark as text; '' where there is none. */
const letter = (mark: number) => (mark < 0 ? '' : String.fromCharCode(mark));

/** The fields of one record, without its line end, as `RecordScanner` tells them apart. */
export function splitRecord(record: string, marks: Marks): string[] {
  const [delimiter = '', quote = '', escape = ''] = [
    marks.delimiter,
    marks.quote,
    marks.escape,
  ].map(letter);
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    let start = at;
    while (record[start] === ' ' && delimiter !== ' ') start++;
    const isQuoted = quote !== '' && record[start] === quote;
    const field = isQuoted
      ? quotedField(record, start + 1, quote, escape)
      : plainField(record, at, delimiter, escape);
    fields.push(field.value);
    at = record.indexOf(delimiter, field.end);
    if (at < 0) return fields;
  }
}

interface Field {
  readonly value: string;
  /** Where the delimiter is looked for. */
  readonly end: number;
}

function quotedField(record: string, start: number, quote: string, escape: string): Field {
  let value = '';
  for (let at = start; at < record.length; at++) {
    const character = record.charAt(at);
    if (character === quote) {
      if (record[at + 1] !== quote) return { value, end: at + 1 };
      at++;
      value += quote;
    } else if (character === escape) {
      at++;
      value += record.charAt(at);
    } else value += character;
  }
  return { value, end: record.length };
}

function plainField(record: string, start: number, delimiter: string, escape: string): Field {
  const next = record.indexOf(delimiter, start);
  const end = next < 0 ? record.length : next;
  const plain = record.slice(start, end);
  if (escape === '' || !plain.includes(escape)) return { value: plain, end };
  let value = '';
  let at = start;
  for (; at < record.length && record[at] !== delimiter; at++) {
    if (record[at] === escape) at++;
    value += record.charAt(at);
  }
  return { value, end: at };
}

/** DuckDB cannot read a longer line than this. */
export const LONGEST_ROW_BYTES = 2 ** 25;

const LINE_ENDS_AROUND = /^[\r\n]+/;

/** Reads records with their texts, which may span chunks. */
export class RecordReader {
  readonly #scanner: RecordScanner;
  /** What came before the chunk at hand since the last record's end. */
  #before: Uint8Array[] = [];
  #chunk: Uint8Array = new Uint8Array();
  #from = 0;
  #end = 0;
  #heldBytes = 0;

  /** `onRecord` may ask for the record's text while it runs, without line ends around it; of one beyond LONGEST_ROW_BYTES, a part. */
  constructor(
    marks: Marks,
    onRecord: (record: ScannedRecord, text: () => string) => void,
    firstLine = 1,
  ) {
    const text = () =>
      Buffer.concat([...this.#before, this.#chunk.subarray(this.#from, this.#end)])
        .toString('utf8')
        .replace(LINE_ENDS_AROUND, '');
    this.#scanner = new RecordScanner(
      marks,
      (record) => {
        this.#end = record.end;
        onRecord(record, text);
        this.#forget();
        this.#from = record.next;
      },
      firstLine,
    );
  }

  get scanner(): RecordScanner {
    return this.#scanner;
  }

  feed(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#from = 0;
    this.#scanner.feed(chunk);
    this.#hold(chunk.subarray(this.#from));
    this.#chunk = new Uint8Array();
  }

  /** Of a record that is too long its beginning is kept: a quote that does not end must not fill the memory. */
  #hold(part: Uint8Array): void {
    if (part.length === 0 || this.#heldBytes > LONGEST_ROW_BYTES) return;
    this.#before.push(part);
    this.#heldBytes += part.length;
  }

  #forget(): void {
    if (this.#heldBytes === 0) return;
    this.#before = [];
    this.#heldBytes = 0;
  }

  finish(): void {
    this.#from = 0;
    this.#scanner.finish(0);
  }
}
