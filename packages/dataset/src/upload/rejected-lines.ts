import type { Engine } from '../engine/engine.ts';
import { MOST_RECORDED_REJECTS } from './read-csv.ts';
import { MAX_EXAMPLES, MAX_VALUE_LENGTH } from './row-problems.ts';
import type { RowProblem, RowProblemKind } from './row-problems.ts';

/** Lines of a file that DuckDB could not cut into the table's fields. */
export interface RejectedLines {
  readonly problems: readonly RowProblem[];
  /** False if there were more than DuckDB records. */
  readonly areComplete: boolean;
  /** The line of the n-th row that was read, n from 1: rejected lines are no rows, the header is line 1. */
  lineOf(row: number): number;
}

/** DuckDB's names of what can be wrong with a line, and ours. */
const KINDS: Readonly<
  Record<string, { readonly kind: RowProblemKind; readonly expected: string }>
> = {
  'MISSING COLUMNS': {
    kind: 'missing_fields',
    expected: 'a line has fewer fields than the header',
  },
  'TOO MANY COLUMNS': {
    kind: 'too_many_fields',
    expected:
      'a line has more fields than the header; put quotes around a field that holds a comma',
  },
  'UNQUOTED VALUE': {
    kind: 'broken_quotes',
    expected:
      'a quoted field does not end, or goes on after its closing quote; write a quote in a field as ""',
  },
  'INVALID ENCODING': {
    kind: 'bad_utf8',
    expected: 'the line is not UTF-8; save the file as UTF-8',
  },
  'LINE SIZE OVER MAXIMUM': {
    kind: 'line_too_long',
    expected: 'a line may have 2,000,000 bytes at most',
  },
};

/** Reads what the last CSV scan with recorded rejects left, and forgets it. */
export async function readRejects(engine: Engine): Promise<RejectedLines> {
  const doing = 'listing rejected lines';
  const lines = await engine.rows(doing, 'SELECT DISTINCT line FROM reject_errors ORDER BY line');
  const kinds = await engine.rows(
    doing,
    // DuckDB records a line once for each field at fault.
    `SELECT error, count(*) AS count, min({line: line, value: value}, ${MAX_EXAMPLES}) AS examples
     FROM (
       SELECT error_type::VARCHAR AS error, line, min(csv_line[1:${MAX_VALUE_LENGTH}]) AS value
       FROM reject_errors GROUP BY ALL
     )
     GROUP BY error ORDER BY min(line), error`,
  );
  const [records] = await engine.rows(doing, 'SELECT count(*) AS count FROM reject_errors');
  await engine.run(doing, 'DROP TABLE reject_errors; DROP TABLE reject_scans');

  const areComplete = Number(records?.['count'] ?? 0) < MOST_RECORDED_REJECTS;
  const rejected = lines.map(({ line }) => Number(line));
  return {
    areComplete,
    problems: kinds.map((row) => rejectedProblem(row, areComplete)),
    lineOf(row) {
      let line = row + 1;
      for (const rejectedLine of rejected) {
        if (rejectedLine > line) break;
        line++;
      }
      return line;
    },
  };
}

function rejectedProblem(row: Record<string, unknown>, countIsExact: boolean): RowProblem {
  const known = KINDS[String(row['error'])];
  const examples = Array.isArray(row['examples']) ? row['examples'] : [];
  return {
    kind: known?.kind ?? 'wrong_type',
    column: undefined,
    count: Number(row['count']),
    countIsExact,
    expected: known?.expected ?? `DuckDB calls it ${String(row['error'])}`,
    examples: examples.map(readExample),
  };
}

function readExample(example: unknown): RowProblem['examples'][number] {
  const { line, value }: { line?: unknown; value?: unknown } =
    typeof example === 'object' && example !== null ? example : {};
  const text = typeof value === 'string' ? value : '';
  // After a carriage return DuckDB counts the line feed to the next line.
  return { line: Number(line), value: text.replace(/^[\r\n]+|[\r\n]+$/g, '') };
}
