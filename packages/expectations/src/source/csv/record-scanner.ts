/** How records and fields are told apart; each mark is a byte below 128, -1 where there is none. */
export interface Marks {
  readonly delimiter: number;
  readonly quote: number;
  /** What makes the next character plain, besides a doubled quote. */
  readonly escape: number;
}

/** What is wrong with a record. */
export type RecordFault = 'fields' | 'open quote' | 'after quote';

/** A record of the file: a line, or several where a quoted field holds line ends. */
export interface ScannedRecord {
  /** The number of its first line, from 1. */
  readonly line: number;
  readonly fields: number;
  readonly fault: Exclude<RecordFault, 'fields'> | null;
  /** Where it ends in the chunk, and where the next begins. */
  readonly end: number;
  readonly next: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** Kinds of line end, as bits. */
const LINE_ENDS = { '\n': 1, '\r\n': 2, '\r': 4 } as const;

/** Where the next byte stands: before a field, in it, in quotes, after a quote, after quotes, after an escape. */
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
const CLOSING = 3;
const CLOSED = 4;
const ESCAPED = 5;
const ESCAPED_IN_QUOTES = 6;

/**
 * Finds the records of a CSV text in UTF-8, chunk by chunk and in one pass. Blank lines are no records.
 *
 * A field is quoted when a quote comes first, after spaces at most; within it a quote is doubled or escaped.
 */
export class RecordScanner {
  readonly #marks: Marks;
  readonly #isSpecial = new Uint8Array(256);
  readonly #onRecord: (record: ScannedRecord) => void;
  #state = START;
  #delimiters = 0;
  /** Whether the record has any byte. */
  #isBegun = false;
  #fault: ScannedRecord['fault'] = null;
  #isAfterReturn = false;
  #line: number;
  #firstLine: number;
  #lineEnds = 0;

  constructor(marks: Marks, onRecord: (record: ScannedRecord) => void, firstLine = 1) {
    this.#line = firstLine;
    this.#firstLine = firstLine;
    this.#marks = marks;
    this.#onRecord = onRecord;
    for (const byte of [marks.delimiter, marks.quote, marks.escape, LINE_FEED, CARRIAGE_RETURN]) {
      if (byte >= 0) this.#isSpecial[byte] = 1;
    }
  }

  /** The line that is being read, from 1. */
  get line(): number {
    return this.#line;
  }

  /** The kinds of line end between records, as bits of LINE_ENDS. */
  get lineEnds(): number {
    return this.#lineEnds;
  }

  feed(chunk: Uint8Array): void {
    const isSpecial = this.#isSpecial;
    const length = chunk.length;
    for (let at = 0; at < length; at++) {
      // Most bytes are plain ones within a field
      if (!this.#isAfterReturn && (this.#state === PLAIN || this.#state === QUOTED)) {
        while (at < length && isSpecial[chunk[at] ?? 0] === 0) at++;
        if (at === length) break;
      }
      const byte = chunk[at] ?? 0;
      if (this.#isAfterReturn && this.#endReturn(byte)) continue;
      this.#take(byte, at, chunk);
    }
  }

  /** Ends the text; `length`: of what is left of it, for the last record's `end`. */
  finish(length: number): void {
    if (this.#isAfterReturn) this.#lineEnds |= LINE_ENDS['\r'];
    this.#isAfterReturn = false;
    if (this.#state === QUOTED || this.#state === ESCAPED_IN_QUOTES) this.#fault ??= 'open quote';
    this.#endRecord(length, length);
  }

  /** What the byte after a carriage return says of it; answers whether the byte is part of the line end. */
  #endReturn(byte: number): boolean {
    this.#isAfterReturn = false;
    const isPair = byte === LINE_FEED;
    if (this.#state === START) this.#lineEnds |= isPair ? LINE_ENDS['\r\n'] : LINE_ENDS['\r'];
    return isPair;
  }

  #take(byte: number, at: number, chunk: Uint8Array): void {
    const { delimiter, quote, escape } = this.#marks;
    switch (this.#state) {
      case QUOTED:
        if (byte === quote) this.#state = CLOSING;
        else if (byte === escape) this.#state = ESCAPED_IN_QUOTES;
        else this.#countLine(byte);
        return;
      case ESCAPED_IN_QUOTES:
        this.#countLine(byte);
        this.#state = QUOTED;
        return;
      case ESCAPED:
        this.#countLine(byte);
        this.#state = PLAIN;
        return;
      default:
    }
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
      const isPair = byte === CARRIAGE_RETURN && chunk[at + 1] === LINE_FEED;
      this.#endRecord(at, isPair ? at + 2 : at + 1);
      if (byte === LINE_FEED) this.#lineEnds |= LINE_ENDS['\n'];
      this.#countLine(byte);
      this.#firstLine = this.#line;
      return;
    }
    this.#isBegun = true;
    if (this.#state === CLOSING && byte === quote) this.#state = QUOTED;
    else if (byte === delimiter) {
      this.#delimiters++;
      this.#state = START;
    } else if (this.#state === START) {
      if (byte === quote) this.#state = QUOTED;
      else if (byte === escape) this.#state = ESCAPED;
      else if (byte !== SPACE) this.#state = PLAIN;
    } else if (this.#state === CLOSING || this.#state === CLOSED) {
      this.#state = CLOSED;
      if (byte !== SPACE) this.#fault ??= 'after quote';
    } else if (byte === escape) this.#state = ESCAPED;
  }

  #countLine(byte: number): void {
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) this.#line++;
    this.#isAfterReturn = byte === CARRIAGE_RETURN;
  }

  #endRecord(end: number, next: number): void {
    if (this.#isBegun || this.#state !== START) {
      this.#onRecord({
        line: this.#firstLine,
        fields: this.#delimiters + 1,
        fault: this.#fault,
        end,
        next,
      });
    }
    this.#state = START;
    this.#delimiters = 0;
    this.#isBegun = false;
    this.#fault = null;
  }
}
