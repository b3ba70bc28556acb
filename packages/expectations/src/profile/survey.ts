import { BATCH } from '../source/open-table.ts';
import type { OpenTable } from '../source/open-table.ts';
import type { PlainRow } from '../source/plain-value.ts';
import type { Column } from '../source/table-shape.ts';
import { matchesRegex } from '../sql/regex.ts';
import { TEXT_SHAPES } from './text-shapes.ts';
import type { TextShape } from './text-shapes.ts';

/** Columns per query: enough for one scan of most tables, few enough to plan quickly. */
const COLUMNS_PER_SCAN = 200;

/** Rows of the first look, which only decides which shapes are worth counting. */
const PEEKED_ROWS = 300;

/** What is looked at of each of them: no shape that ends is longer. */
const PEEKED_CHARS = 300;

/** Lowest share of the peeked texts that must fit before a shape is counted in all rows. */
const PEEKED_RATIO = 0.9;

/** What one scan tells of a column; null where the question does not arise. */
export interface ColumnSurvey {
  readonly column: Column;
  /** Rows where it is not null. */
  readonly present: number;
  /** Approximate number of distinct values. */
  readonly distinct: number | null;
  /** Least and greatest number, or time in ms since 1970; null past what both can hold. */
  readonly low: number | null;
  readonly high: number | null;
  /** Shortest and longest text, in characters. */
  readonly shortest: number | null;
  readonly longest: number | null;
  /** Rows that are true. */
  readonly trues: number | null;
  /** How many texts fit each shape that was counted. */
  readonly shapes: readonly { readonly shape: TextShape; readonly fitting: number }[];
}

/** What one scan tells of a table. */
export interface TableSurvey {
  readonly rows: number;
  readonly columns: readonly ColumnSurvey[];
}

const isTime = ({ kind }: Column) => kind === 'date' || kind === 'timestamp';

/** BIGNUM is left out: it has no range that JSON could hold. */
const isNumber = ({ kind, type }: Column) =>
  ['integer', 'float', 'decimal'].includes(kind) && type !== 'BIGNUM';

function endOf(column: Column, end: 'min' | 'max'): string {
  const value = `${end}(${column.sql})`;
  return isTime(column)
    ? `CASE WHEN isfinite(${value}) THEN epoch_ms(${value}) END`
    : `CAST(${value} AS DOUBLE)`;
}

function questions(column: Column, shapes: readonly TextShape[]): Readonly<Record<string, string>> {
  const { sql, kind } = column;
  const asText = `CAST(${sql} AS VARCHAR)`;
  return {
    present: `count(${sql})`,
    ...((isNumber(column) || isTime(column)) && {
      low: endOf(column, 'min'),
      high: endOf(column, 'max'),
    }),
    ...(kind === 'boolean' && { trues: `count(*) FILTER (WHERE ${sql})` }),
    ...((kind === 'text' || (kind === 'integer' && isNumber(column))) && {
      distinct: `approx_count_distinct(${kind === 'text' ? asText : sql})`,
    }),
    ...(kind === 'text' && {
      shortest: `min(length(${asText}))`,
      longest: `max(length(${asText}))`,
    }),
    ...Object.fromEntries(
      shapes.map(({ regex }, at) => [
        `shape${at}`,
        `count(*) FILTER (WHERE ${matchesRegex(asText, regex)})`,
      ]),
    ),
  };
}

async function ask(
  table: OpenTable,
  asked: readonly (readonly [prefix: string, Readonly<Record<string, string>>])[],
  from: string,
): Promise<PlainRow> {
  const selected = asked.flatMap(([prefix, sqls]) =>
    Object.entries(sqls).map(([name, sql]) => `${sql} AS ${prefix}${name}`),
  );
  const [row] = await table.query(
    `SELECT ${['count(*) AS rows', ...selected].join(', ')} FROM ${from}`,
  );
  return row ?? {};
}

function numberIn(row: PlainRow, name: string): number | null {
  const value = row[name];
  return value === null || value === undefined ? null : Number(value);
}

/** The shapes that fit most of the first texts, tried here: DuckDB counts only what may well hold. */
async function likelyShapes(
  table: OpenTable,
  columns: readonly Column[],
): Promise<ReadonlyMap<string, readonly TextShape[]>> {
  const texts = columns.filter(({ kind }) => kind === 'text');
  if (texts.length === 0) return new Map();
  const selected = texts.map(
    ({ sql }, at) => `left(CAST(${sql} AS VARCHAR), ${PEEKED_CHARS}) AS c${at}`,
  );
  const rows = await table.query(
    `SELECT ${selected.join(', ')} FROM ${BATCH} LIMIT ${PEEKED_ROWS}`,
  );
  return new Map(
    texts.map(({ name }, at) => {
      const seen = rows.map((row) => row[`c${at}`]).filter((value) => typeof value === 'string');
      const fits = ({ regex }: TextShape) => {
        const test = new RegExp(regex);
        const fitting = seen.filter((value) => test.test(value)).length;
        return seen.length > 0 && fitting >= PEEKED_RATIO * seen.length;
      };
      return [name, TEXT_SHAPES.filter(fits)];
    }),
  );
}

/** Reads what `questions` asks of every column in one scan (one more per 200 columns). */
export async function surveyTable(
  table: OpenTable,
  columns: readonly Column[],
  onProgress: (done: number, total: number) => void,
): Promise<TableSurvey> {
  const surveys: ColumnSurvey[] = [];
  let rows = 0;
  for (let from = 0; from === 0 || from < columns.length; from += COLUMNS_PER_SCAN) {
    const some = columns.slice(from, from + COLUMNS_PER_SCAN);
    const shapes = await likelyShapes(table, some);
    const shapesOf = ({ name }: Column) => shapes.get(name) ?? [];
    const asked = some.map(
      (column, at) => [`c${at}_`, questions(column, shapesOf(column))] as const,
    );
    const row = await ask(table, asked, BATCH);
    rows = numberIn(row, 'rows') ?? 0;
    for (const [at, column] of some.entries()) {
      const answer = (name: string) => numberIn(row, `c${at}_${name}`);
      surveys.push({
        column,
        present: answer('present') ?? 0,
        distinct: answer('distinct'),
        low: answer('low'),
        high: answer('high'),
        shortest: answer('shortest'),
        longest: answer('longest'),
        trues: answer('trues'),
        shapes: shapesOf(column).map((shape, nth) => ({
          shape,
          fitting: answer(`shape${nth}`) ?? 0,
        })),
      });
    }
    onProgress(Math.min(from + COLUMNS_PER_SCAN, columns.length), columns.length);
  }
  return { rows, columns: surveys };
}
