import { MAX_EXAMPLES, MAX_VALUE_LENGTH } from '../row-problems.ts';
import type { RowExample, RowProblem, RowProblemKind } from '../row-problems.ts';
import { printable, quoted } from '../printable.ts';
import { LONGEST_LINE_BYTES } from './record-scanner.ts';
import type { RecordFault } from './record-scanner.ts';

/** What was expected of a line, and what to do. */
const EXPECTED: Partial<Record<RowProblemKind, string>> = {
  missing_fields: 'a line has fewer fields than the header',
  too_many_fields:
    'a line has more fields than the header; put quotes around a field that holds the delimiter',
  broken_quotes:
    'a quoted field does not end, or goes on after its closing quote; write a quote in a field as ""',
  bad_utf8:
    'the line is not UTF-8. Write the file as UTF-8; if it is Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv',
  nul_byte: 'the line holds a byte 0, which no text has; the file may be damaged, or UTF-16',
  bare_return:
    'a carriage return (\\r) is neither in a quoted field nor part of a line end; put quotes around the field, or remove it',
  line_too_long: `a line may have ${LONGEST_LINE_BYTES.toLocaleString('en')} bytes at most`,
};

/** Collects what is wrong with lines: all are counted, the first of each kind kept as examples. */
export class LineProblems {
  readonly #columns: readonly string[];
  #lines = 0;
  #lastLine = 0;
  readonly #found = new Map<RowProblemKind, { count: number; examples: RowExample[] }>();

  /** @param columns names in the order of the file */
  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  /** @param text of the line as Latin-1 */
  add(kind: RowProblemKind, line: number, text: string, fault?: RecordFault): void {
    if (line !== this.#lastLine) this.#lines++;
    this.#lastLine = line;
    const found = this.#found.get(kind) ?? { count: 0, examples: [] };
    this.#found.set(kind, found);
    found.count++;
    if (found.examples.length === MAX_EXAMPLES) return;
    const value = fault === undefined ? printable(readable(text)) : this.#describe(fault);
    found.examples.push({ line, value, rows: 1, lines: [line] });
  }

  /** How many lines are no rows; one may be so for several reasons. */
  get lines(): number {
    return this.#lines;
  }

  list(): readonly RowProblem[] {
    return [...this.#found].map(([kind, { count, examples }]) => ({
      kind,
      column: undefined,
      count,
      expected: EXPECTED[kind] ?? '',
      place: 'line',
      examples,
    }));
  }

  #describe({ column, field, bytes, position }: RecordFault): string {
    const name = this.#columns[column] ?? `field ${column + 1}`;
    const hex = [...Buffer.from(bytes, 'latin1')].map(
      (byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    return `${name} holds ${hex.join(' ')} at byte ${position} of the line: ${quoted(readable(field))}`;
  }
}

/** What is no UTF-8 becomes U+FFFD. */
function readable(latin1: string): string {
  const text = Buffer.from(latin1.slice(0, 4 * MAX_VALUE_LENGTH), 'latin1').toString('utf8');
  return text.slice(0, MAX_VALUE_LENGTH);
}
