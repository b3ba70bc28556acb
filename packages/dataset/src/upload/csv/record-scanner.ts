import { isUtf8 } from 'node:buffer';
import type { RowProblemKind } from '../row-problems.ts';

/** DuckDB's own limit. */
export const LONGEST_LINE_BYTES = 2_000_000;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A record, or what is wrong with it, on the line where it begins. */
export interface RecordListener {
  /** @param fields as Latin-1 strings, a character for a byte; an empty field is ''. */
  onRow(line: number, fields: readonly string[]): void;
  /** @param text of the record's first line, as Latin-1; @param at the byte in it that is at fault, where it is one. */
  onProblem(kind: RowProblemKind, line: number, text: string, fault?: RecordFault): void;
}

/** Where in a record a fault is. */
export interface RecordFault {
  /** Of the field, from 0. */
  readonly column: number;
  readonly field: string;
  /** The bytes that are no UTF-8, as Latin-1. */
  readonly bytes: string;
  /** Place of the first of them in the record, from 1. */
  readonly position: number;
}

/** Scanning less at a time would read a long record again and again. */
const SCAN_CHARACTERS = 2 ** 20;

const LINE_END = /[\r\n]/g;

/** How the text of a file is laid out in records. */
export interface CsvLayout {
  /** Names in the order of the file. */
  readonly columns: readonly string[];
  /** One ASCII character that is neither a quote nor a line end. */
  readonly delimiter: string;
  /** Whether the first record holds names. */
  readonly hasHeader: boolean;
}

/** Where the text ends before the record does. */
const UNFINISHED = -1;

/**
 * Cuts CSV text into records, exactly: the rule that decides what a file says where DuckDB cannot be asked.
 *
 * Fields are separated by the layout's delimiter. A field that begins with a quote ends with one, `""` in it is a quote, and it may
 * hold line ends. Lines end with \n or \r\n, or with \r if the header does. Empty lines are none. One empty field too
 * many at the end of a line is ignored. A line that is no record is told, and the next line is read as usual, so that
 * one open quote hides nothing. The first record is the header, if the layout has one.
 */
export class RecordScanner {
  readonly #columns: number;
  /** Character code of what separates fields. */
  readonly #delimiter: number;
  readonly #listener: RecordListener;
  readonly #scanCharacters: number;
  #text = '';
  /** How long #text has to be before it is worth a scan. */
  #scanLength: number;
  /** The line at which #text begins. */
  #line = 1;
  #isHeader: boolean;
  #isFirst = true;
  /** Whether a lone \r ends a line. */
  #isReturnLineEnd = true;
  /** Whether what follows up to the next line end belongs to a line that is too long. */
  #isSkipping = false;
  #hasNul = false;
  #hasWideBytes = false;

  /** @param scanCharacters how much text is gathered before it is scanned */
  constructor(
    layout: Pick<CsvLayout, 'delimiter' | 'hasHeader'> & { readonly columns: { length: number } },
    listener: RecordListener,
    scanCharacters = SCAN_CHARACTERS,
  ) {
    this.#columns = layout.columns.length;
    this.#delimiter = layout.delimiter.charCodeAt(0);
    this.#isHeader = layout.hasHeader;
    this.#listener = listener;
    this.#scanCharacters = scanCharacters;
    this.#scanLength = scanCharacters;
  }

  add(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    if (this.#text.length < this.#scanLength) return;
    this.#scan(false);
    this.#scanLength = this.#text.length + this.#scanCharacters;
  }

  end(): void {
    this.#scan(true);
  }

  #scan(isLast: boolean): void {
    const text = this.#text;
    this.#hasNul = text.includes('\0');
    this.#hasWideBytes = /[\x80-\xff]/.test(text);
    let at = 0;
    while (at < text.length) {
      const next = this.#isSkipping
        ? this.#skipLine(text, at, isLast)
        : this.#record(text, at, isLast);
      if (next === UNFINISHED) break;
      at = next;
    }
    this.#text = text.slice(at);
  }

  /** Reads the record at `start` and gives the place behind it. */
  #record(text: string, start: number, isLast: boolean): number {
    const delimiter = this.#delimiter;
    const fields: string[] = [];
    let at = start;
    let hasQuotes = false;
    let hasBareReturn = false;
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) {
        hasQuotes = true;
        let close = text.indexOf('"', at + 1);
        while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
          close = text.indexOf('"', close + 2);
        }
        if (close < 0) return this.#unclosed(text, start, isLast);
        if (close + 2 > text.length - 1 && !isLast) return this.#more(text, start);
        const field = text.slice(at + 1, close);
        fields.push(field.includes('"') ? field.replaceAll('""', '"') : field);
        at = close + 1;
        if (at < text.length && text.charCodeAt(at) !== delimiter && !this.#isLineEnd(text, at)) {
          return this.#giveUpLine('broken_quotes', text, start);
        }
      } else {
        let end = at;
        for (; end < text.length; end++) {
          const code = text.charCodeAt(end);
          if (code === delimiter || code === LINE_FEED) break;
          if (code === CARRIAGE_RETURN) {
            if (this.#isLineEnd(text, end)) break;
            hasBareReturn = true;
          }
        }
        fields.push(text.slice(at, end));
        at = end;
      }
      if (text.charCodeAt(at) !== delimiter) break;
      at++;
    }
    // A \r at the end of what is there may be half of a line end
    const isCut = at >= text.length - 1 && text.charCodeAt(at) !== LINE_FEED;
    if (isCut && !isLast) return this.#more(text, start);
    const next = afterLineEnd(text, at);
    if (at - start > LONGEST_LINE_BYTES) this.#problem('line_too_long', text, start);
    else if (!this.#isHeader && at > start) {
      this.#check(fields, text.slice(start, at), hasBareReturn);
    }
    this.#isHeader = false;
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#isReturnLineEnd = text.charCodeAt(at) === CARRIAGE_RETURN && next === at + 1;
    }
    this.#line += 1 + (hasQuotes ? this.#lineEndsIn(text, start, at) : 0);
    return next;
  }

  #check(fields: string[], record: string, hasBareReturn: boolean): void {
    const listener = this.#listener;
    const line = this.#line;
    const extra = fields.length - this.#columns;
    const isOneDelimiterTooMany =
      extra === 1 &&
      fields.at(-1) === '' &&
      record.charCodeAt(record.length - 1) === this.#delimiter;
    if (isOneDelimiterTooMany) fields.pop();
    let isRow = true;
    const refuse = (kind: RowProblemKind, fault?: RecordFault): void => {
      isRow = false;
      listener.onProblem(kind, line, record, fault);
    };
    if (hasBareReturn) refuse('bare_return');
    if (this.#hasNul && record.includes('\0')) refuse('nul_byte');
    if (this.#hasWideBytes && !isUtf8(Buffer.from(record, 'latin1'))) {
      refuse('bad_utf8', findFault(fields, record));
    }
    if (extra < 0) refuse('missing_fields');
    if (extra > 0 && !isOneDelimiterTooMany) refuse('too_many_fields');
    if (isRow) listener.onRow(line, fields);
  }

  /** A quote that no other one closes, as far as the text is known. */
  #unclosed(text: string, start: number, isLast: boolean): number {
    return !isLast && text.length - start <= LONGEST_LINE_BYTES
      ? UNFINISHED
      : this.#giveUpLine('broken_quotes', text, start);
  }

  #more(text: string, start: number): number {
    return text.length - start <= LONGEST_LINE_BYTES
      ? UNFINISHED
      : this.#giveUpLine('line_too_long', text, start);
  }

  /** Tells what is wrong with a record, and goes on behind its first line. */
  #giveUpLine(kind: RowProblemKind, text: string, start: number): number {
    const isLong = this.#endOfLine(text, start) - start > LONGEST_LINE_BYTES;
    this.#problem(isLong ? 'line_too_long' : kind, text, start);
    this.#isSkipping = true;
    return start;
  }

  #problem(kind: RowProblemKind, text: string, start: number): void {
    this.#listener.onProblem(kind, this.#line, text.slice(start, this.#endOfLine(text, start)));
  }

  #skipLine(text: string, start: number, isLast: boolean): number {
    const end = this.#endOfLine(text, start);
    if (!isLast && end >= text.length - 1 && text.charCodeAt(end) !== LINE_FEED) {
      const next = text.endsWith('\r') ? text.length - 1 : text.length;
      return next > start ? next : UNFINISHED;
    }
    this.#isSkipping = false;
    this.#line++;
    return afterLineEnd(text, end);
  }

  /** Place of the first line end from `start` on, else of the end of the text. */
  #endOfLine(text: string, start: number): number {
    if (this.#isReturnLineEnd) {
      LINE_END.lastIndex = start;
      return LINE_END.exec(text)?.index ?? text.length;
    }
    const feed = text.indexOf('\n', start);
    if (feed < 0) return text.length;
    return feed > start && text.charCodeAt(feed - 1) === CARRIAGE_RETURN ? feed - 1 : feed;
  }

  #isLineEnd(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    if (code !== CARRIAGE_RETURN) return code === LINE_FEED;
    // At the very end of a file a lone \r is the rest of a line end
    return this.#isReturnLineEnd || at + 1 >= text.length || text.charCodeAt(at + 1) === LINE_FEED;
  }

  #lineEndsIn(text: string, from: number, to: number): number {
    const record = text.slice(from, to);
    const ends = record.match(this.#isReturnLineEnd ? /\r\n|\r|\n/g : /\n/g);
    return ends?.length ?? 0;
  }
}

function afterLineEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const isPair = text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED;
  return at + (isPair ? 2 : 1);
}

/** The first bytes of a record that are no UTF-8. */
function findFault(fields: readonly string[], record: string): RecordFault | undefined {
  const column = fields.findIndex((field) => !isUtf8(Buffer.from(field, 'latin1')));
  const bytes = Buffer.from(record, 'latin1');
  let start = 0;
  while (start < bytes.length) {
    const length = characterLength(bytes, start);
    if (length === 0) break;
    start += length;
  }
  let end = start + 1;
  while (end < bytes.length && end < start + 4 && (bytes[end] ?? 0) >= 0x80) end++;
  return {
    column,
    field: fields[column] ?? '',
    bytes: record.slice(start, end),
    position: start + 1,
  };
}

/** Bytes of the UTF-8 character at a place, 0 if there is none. */
function characterLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4; length++) {
    if (at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}
