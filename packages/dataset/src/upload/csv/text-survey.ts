import { isAscii, isUtf8 } from 'node:buffer';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/** Spaces around a quoted field: DuckDB drops them, and the quotes, without a word. */
const SPACED_QUOTES = ['" ', ' "'];

/** What a cheap look at a text tells. */
export interface TextFindings {
  /** Lines that hold something, the header among them; a quoted field may hold line ends. */
  readonly records: number;
  /** Whether it is UTF-8 with one kind of line end, without what DuckDB is known to read in its own way. */
  readonly isRegular: boolean;
}

/**
 * Looks at a CSV text while it is read for its digest: how many rows it should give, and whether DuckDB can be
 * trusted with it. Costs a small part of what the conversion does; where it finds anything odd, the exact scan follows.
 */
export class TextSurvey {
  #records = 0;
  #isInQuotes = false;
  #isRecordEmpty = true;
  #lineFeeds = 0;
  /** Line feeds behind a carriage return, and all carriage returns. */
  #pairs = 0;
  #carriageReturns = 0;
  #lastByte = LINE_FEED;
  #isRegular = true;
  /** The beginning of a character that the last chunk cut in two. */
  #cutCharacter: Uint8Array = new Uint8Array(0);

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#checkBytes(chunk);
    this.#countRecords(chunk);
    this.#lastByte = chunk[chunk.length - 1] ?? this.#lastByte;
  }

  end(): TextFindings {
    const isOneLineEnd =
      this.#pairs === this.#carriageReturns &&
      (this.#pairs === 0 || this.#pairs === this.#lineFeeds);
    return {
      records: this.#records + (this.#isRecordEmpty ? 0 : 1),
      isRegular: this.#isRegular && isOneLineEnd && this.#cutCharacter.length === 0,
    };
  }

  #checkBytes(chunk: Buffer): void {
    if (!this.#isRegular) return;
    const last = String.fromCharCode(this.#lastByte);
    const seam = last + String.fromCharCode(chunk[0] ?? 0);
    this.#carriageReturns += countReturns(chunk);
    this.#isRegular =
      !chunk.includes(0) &&
      !SPACED_QUOTES.some((pair) => seam === pair || chunk.includes(pair, 0, 'latin1')) &&
      this.#isUtf8(chunk);
  }

  #isUtf8(chunk: Buffer): boolean {
    if (this.#cutCharacter.length === 0 && isAscii(chunk)) return true;
    const text =
      this.#cutCharacter.length === 0 ? chunk : Buffer.concat([this.#cutCharacter, chunk]);
    const whole = text.length - cutLength(text);
    this.#cutCharacter = Uint8Array.from(text.subarray(whole));
    return isUtf8(text.subarray(0, whole));
  }

  #countRecords(chunk: Buffer): void {
    let quote = chunk.indexOf(QUOTE);
    let at = 0;
    while (at < chunk.length) {
      const end = quote < 0 ? chunk.length : quote;
      // Line ends in a quoted field are none
      if (this.#isInQuotes) this.#isRecordEmpty = false;
      else this.#countLines(chunk, at, end);
      if (quote < 0) return;
      this.#isInQuotes = !this.#isInQuotes;
      this.#isRecordEmpty = false;
      at = quote + 1;
      quote = chunk.indexOf(QUOTE, at);
    }
  }

  #countLines(chunk: Buffer, from: number, to: number): void {
    let at = from;
    for (;;) {
      const feed = chunk.indexOf(LINE_FEED, at);
      if (feed < 0 || feed >= to) break;
      const before = feed === 0 ? this.#lastByte : chunk[feed - 1];
      const isReturn = before === CARRIAGE_RETURN;
      this.#lineFeeds++;
      if (isReturn) this.#pairs++;
      if (feed - (isReturn ? 1 : 0) > at) this.#isRecordEmpty = false;
      if (!this.#isRecordEmpty) this.#records++;
      this.#isRecordEmpty = true;
      at = feed + 1;
    }
    const isOnlyReturn = to - at === 1 && chunk[at] === CARRIAGE_RETURN;
    if (at < to && !isOnlyReturn) this.#isRecordEmpty = false;
  }
}

function countReturns(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(CARRIAGE_RETURN); at >= 0; count++) {
    at = chunk.indexOf(CARRIAGE_RETURN, at + 1);
  }
  return count;
}

/** How many bytes at the end begin a character and do not end it. */
function cutLength(text: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? back : 0;
    }
  }
  return 0;
}
