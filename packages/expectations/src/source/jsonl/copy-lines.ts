import { isUtf8 } from 'node:buffer';
import { parseExactJson } from '../../exact/json.ts';
import { exactNumber } from '../../exact/number.ts';
import { isNestedDeeper, TOO_DEEP } from '../../nesting.ts';
import { cutShort } from '../../shown.ts';
import { LONGEST_ROW_BYTES } from '../csv/split-record.ts';
import { encodingOf, utf8Bytes } from '../csv/text-bytes.ts';
import { BrokenBytesError } from '../unpack/broken-bytes.ts';
import { fillFile } from '../fill-file.ts';
import { headOf, unpackedBytes } from '../unpack/file-bytes.ts';
import type { PackedFile } from '../unpack/file-bytes.ts';
import { ColumnKinds } from './cell.ts';
import type { JsonLinesProblem } from './json-lines-errors.ts';
import { textLines } from './text-lines.ts';

/** Names of columns grow memory and SQL; objects with more different keys have data for keys. */
const MOST_COLUMNS = 10_000;

const SHOWN_EXAMPLES = 5;
const SHOWN_LETTERS = 80;

/** What may be a number that a double rounds: many digits, or a long exponent. In a text it is harmless. */
const MAY_BE_LONG = /-?\d[\d.]{15,}(?:[eE][+-]?\d+)?|-?\d[\d.]*[eE][+-]?\d{3,}/g;

/** The same, quicker to tell where there is none. */
const MAY_BE_LONG_AT_ALL = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

/** Whether a line has a number that a double would round, or digits in a text that look like one. */
function hasLongNumber(line: string): boolean {
  if (!MAY_BE_LONG_AT_ALL.test(line)) return false;
  for (const [digits] of line.matchAll(MAY_BE_LONG)) {
    // Most are as a double is written, which is quick to tell
    if (String(Number(digits)) !== digits && typeof exactNumber(digits) !== 'number') return true;
  }
  return false;
}

/** Half a surrogate pair, escaped in JSON; JSON.stringify escapes no whole pair. */
const MAY_BE_HALF = /\\u[dD][89a-fA-F]/;
const HALF_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

const BLANK = /^[ \t\r]*$/;

/** The columns of all files of a table, in the order in which their keys come. */
export class Columns {
  readonly #byName = new Map<string, number>();
  readonly kinds: ColumnKinds[] = [];

  /** The position of a key; `expected`: where it is if the keys of a line are in the usual order. */
  at(name: string, expected: number): number {
    if (this.kinds[expected]?.name === name) return expected;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.kinds.length === MOST_COLUMNS) {
      throw new BrokenBytesError(
        `its objects have more than ${MOST_COLUMNS} different keys, which is the most that a table may have. Are the keys data?`,
      );
    }
    if (name === '')
      throw new BrokenBytesError('an object has an empty key, which cannot name a column.');
    this.#byName.set(name, this.kinds.length);
    this.kinds.push(new ColumnKinds(name));
    return this.kinds.length - 1;
  }
}

/** What a copied file holds. */
export interface CopiedLines {
  readonly rows: number;
  /** Of the longest row in the copy. */
  readonly longestBytes: number;
  readonly problems: readonly JsonLinesProblem[];
}

/** Faults of one kind as they are found. */
class Faults {
  readonly #kind: JsonLinesProblem['kind'];
  readonly #expected: string;
  readonly #examples: { line: number; found: string }[] = [];
  #count = 0;

  constructor(kind: JsonLinesProblem['kind'], expected: string) {
    this.#kind = kind;
    this.#expected = expected;
  }

  add(line: number, found: string): void {
    this.#count++;
    if (this.#examples.length < SHOWN_EXAMPLES) this.#examples.push({ line, found });
  }

  get problems(): readonly JsonLinesProblem[] {
    if (this.#count === 0) return [];
    const [kind, expected, count] = [this.#kind, this.#expected, this.#count];
    return [{ kind, count, expected, examples: this.#examples }];
  }
}

const shown = (text: string) =>
  JSON.stringify(text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const reasonOf = (error: unknown) =>
  cutShort(error instanceof Error ? error.message : String(error));

/** Makes rows of the lines of a file. */
class LineReader {
  readonly #columns: Columns;
  readonly #json = new Faults('bad_json', 'every line must be JSON');
  readonly #object = new Faults('no_object', 'every line must be an object, {"column": value}');
  readonly #encoding = new Faults('bad_encoding', 'not UTF-8');
  rows = 0;
  longestBytes = 0;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  get problems(): readonly JsonLinesProblem[] {
    return [this.#json, this.#object, this.#encoding].flatMap(({ problems }) => problems);
  }

  /** The rows of some lines as text of our copy. */
  copyOf(bytes: Uint8Array, from: number): string {
    if (!isUtf8(bytes)) this.#findBadLines(bytes, from);
    let copy = '';
    let line = from;
    for (const text of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      .toString('utf8')
      .split('\n')) {
      if (!BLANK.test(text)) copy += this.#row(text, line);
      line++;
    }
    return copy;
  }

  #findBadLines(bytes: Uint8Array, from: number): void {
    let [start, line] = [0, from];
    while (start <= bytes.length) {
      const newline = bytes.indexOf(0x0a, start);
      const end = newline < 0 ? bytes.length : newline;
      const part = bytes.subarray(start, end);
      if (!isUtf8(part)) this.#encoding.add(line, `has ${shown(new TextDecoder().decode(part))}`);
      [start, line] = [end + 1, line + 1];
    }
  }

  #row(text: string, line: number): string {
    const hasLong = hasLongNumber(text);
    let value: unknown;
    try {
      value = hasLong ? parseExactJson(text) : JSON.parse(text);
    } catch (error) {
      this.#json.add(line, `is ${shown(text)} (${reasonOf(error)})`);
      return '';
    }
    if (!isObject(value)) {
      this.#object.add(line, `is ${shown(text)}`);
      return '';
    }
    if (MAY_BE_HALF.test(text) && HALF_PAIR.test(JSON.stringify(value))) {
      this.#json.add(line, `has half a surrogate pair, ${shown(text)}`);
      return '';
    }
    const fields = new Array<string>(this.#columns.kinds.length).fill('');
    let expected = 0;
    // JSON.parse makes own keys alone
    for (const name in value) {
      const held = value[name];
      if (typeof held === 'object' && held !== null && isNestedDeeper(held)) {
        this.#json.add(line, `is ${TOO_DEEP}`);
        return '';
      }
      const at = this.#columns.at(name, expected);
      expected = at + 1;
      const cell = this.#columns.kinds[at]?.cellOf(held, line, hasLong) ?? null;
      if (cell !== null)
        fields[at] = cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
      else fields[at] ??= '';
    }
    this.rows++;
    const row = `${line},${fields.join(',')}\n`;
    // UTF-16 units are at most three bytes each
    if (row.length * 3 > this.longestBytes) {
      this.longestBytes = Math.max(this.longestBytes, Buffer.byteLength(row));
    }
    return row;
  }
}

/**
 * Copies the objects of a file as CSV: the line of each, then its values by the columns' positions, as many as it
 * has. Throws BrokenBytesError.
 */
export async function copyLines(
  file: PackedFile,
  columns: Columns,
  target: string,
): Promise<CopiedLines> {
  const { head } = await headOf(unpackedBytes(file), 2);
  const encoding = encodingOf(head, undefined);
  const reader = new LineReader(columns);
  await fillFile(target, async (write) => {
    for await (const { line, bytes } of textLines(utf8Bytes(unpackedBytes(file), encoding))) {
      const waiting = write(reader.copyOf(bytes, line));
      if (reader.longestBytes > LONGEST_ROW_BYTES) {
        throw new BrokenBytesError(
          `it has a row of more than ${LONGEST_ROW_BYTES} bytes, which is the most that a row may have.`,
        );
      }
      if (waiting !== undefined) await waiting;
    }
  });
  return { rows: reader.rows, longestBytes: reader.longestBytes, problems: reader.problems };
}
