import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { identifier } from '../engine/sql.ts';
import { scanSource } from './csv/scan-source.ts';
import { reportDuplicates } from './duplicate-rows.ts';
import type { DuplicateRule } from './duplicate-rows.ts';
import { quoted } from './printable.ts';
import type { Source } from './probe-source.ts';
import { scannedRows } from './raw-rows.ts';
import type { RawRows } from './raw-rows.ts';
import { readParquetSource } from './read-parquet-source.ts';
import { MAX_EXAMPLES, MAX_LINES, MAX_VALUE_LENGTH } from './row-problems.ts';
import type { RowExample, RowProblem } from './row-problems.ts';
import { rowRules } from './row-rules.ts';
import type { RowRule } from './row-rules.ts';
import { timeHint } from './time-hint.ts';

/** Distinct values are looked for among so many broken rows of a rule: enough to see what is wrong. */
const MOST_COMPARED_ROWS = 200_000;

/** A source read exactly: its rows, and everything that is wrong with it. */
export interface RowReport {
  readonly rows: RawRows;
  readonly problems: readonly RowProblem[];
  /** Lines that are no rows. */
  readonly badLines: number;
}

/**
 * Reads a whole source for its report: lines that are no rows, fields that break a rule, and repeated rows if they
 * are an error.
 *
 * @throws CorruptSourceError, SourceNotFoundError, UnreadableSourceError, DiskFullError.
 */
export async function reportRows(
  engine: Engine,
  source: Source,
  duplicates: DuplicateRule,
): Promise<RowReport> {
  const { rows, problems, badLines } = await exactRows(engine, source);
  const numbered = rows.numberedSql ?? rows.sql;
  const table = rows.table ?? source.table;
  const broken = await brokenRules(engine, { ...source, table }, numbered, rows.place);
  const copies =
    duplicates === 'error' ? await reportDuplicates(engine, table, numbered, rows.place) : [];
  return { rows, problems: [...problems, ...broken, ...copies], badLines };
}

/** The rows of a source read exactly, and its lines that are no rows. */
export async function exactRows(engine: Engine, source: Source): Promise<RowReport> {
  if (source.format === 'parquet') {
    return { rows: await readParquetSource(engine, source), problems: [], badLines: 0 };
  }
  const path = join(engine.directory, `${source.table.name}.rows.csv`);
  await rm(path, { force: true });
  const found = await scanSource(source, path);
  return { rows: scannedRows(source.layout, path), ...found };
}

async function brokenRules(
  engine: Engine,
  source: Source,
  rows: string,
  place: RowProblem['place'],
): Promise<readonly RowProblem[]> {
  const rules = rowRules(source.table);
  const flags = rules.map(
    (rule, index) =>
      `CASE WHEN ${rule.isBroken} THEN {rule: ${index}, value: coalesce(${identifier(rule.column)}, '')[1:${MAX_VALUE_LENGTH}]} END`,
  );
  const doing = `checking ${source.path}`;
  await engine.run(
    doing,
    `CREATE OR REPLACE TEMP TABLE broken_rows AS
     SELECT line, flag.rule AS rule, flag.value AS value
     FROM (
       SELECT line, unnest(list_filter([${flags.join(', ')}], lambda flag: flag IS NOT NULL)) AS flag
       FROM ${rows}
     )`,
  );
  const counts = await engine.rows(
    doing,
    'SELECT rule, count(*) AS count FROM broken_rows GROUP BY rule ORDER BY rule',
  );
  const problems: RowProblem[] = [];
  for (const { rule: index, count } of counts) {
    const rule = rules[Number(index)];
    if (rule === undefined) throw new RangeError(`There is no rule ${String(index)}.`);
    const values = await engine.rows(
      doing,
      `SELECT value, count(*) AS rows, min(line, ${MAX_LINES}) AS lines
       FROM (SELECT * FROM broken_rows WHERE rule = ${Number(index)} LIMIT ${MOST_COMPARED_ROWS})
       GROUP BY value ORDER BY min(line) LIMIT ${MAX_EXAMPLES}`,
    );
    problems.push(brokenRule(rule, Number(count), values, place));
  }
  await engine.run(doing, 'DROP TABLE broken_rows');
  return problems;
}

function brokenRule(
  rule: RowRule,
  count: number,
  values: readonly Record<string, unknown>[],
  place: RowProblem['place'],
): RowProblem {
  const texts = values.map(({ value }) => String(value));
  return {
    kind: rule.kind,
    column: rule.column,
    count,
    expected: rule.expected + (rule.isTime ? timeHint(texts) : ''),
    place,
    examples: values.map((row, index): RowExample => {
      const lines = Array.isArray(row['lines']) ? row['lines'].map(Number) : [];
      const [line = 0] = lines;
      return { line, value: showValue(texts[index] ?? ''), rows: Number(row['rows']), lines };
    }),
  };
}

function showValue(value: string): string {
  return value === '' ? '(empty)' : quoted(value);
}
