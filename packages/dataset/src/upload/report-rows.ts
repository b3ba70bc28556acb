import type { Engine } from '../engine/engine.ts';
import { identifier } from '../engine/sql.ts';
import { EngineError } from '../errors.ts';
import { EARLIEST_MS, LATEST_MS } from '../schema/column-sql.ts';
import { reportDuplicates } from './duplicate-rows.ts';
import type { DuplicateRule } from './duplicate-rows.ts';
import { hasMixedLineEnds } from './line-ends.ts';
import type { Source } from './probe-source.ts';
import { readCsv } from './read-csv.ts';
import { readRejects } from './rejected-lines.ts';
import type { RejectedLines } from './rejected-lines.ts';
import { MAX_EXAMPLES, MAX_VALUE_LENGTH } from './row-problems.ts';
import type { RowProblem } from './row-problems.ts';
import { rowRules } from './row-rules.ts';
import type { RowRule } from './row-rules.ts';
import { UnreadableSourceError } from './source-errors.ts';

/**
 * Reads a whole source for its report: lines that are no rows, fields that break a rule, and repeated rows if they
 * are an error.
 *
 * @throws UnreadableSourceError if the file cannot be cut into lines at all.
 */
export async function reportRows(
  engine: Engine,
  source: Source,
  duplicates: DuplicateRule,
): Promise<readonly RowProblem[]> {
  const rules = rowRules(source.table);
  let broken;
  try {
    broken = await engine.rows(`checking ${source.path}`, brokenRulesQuery(source, rules));
  } catch (error) {
    if (error instanceof EngineError && (await hasMixedLineEnds(source))) {
      throw new UnreadableSourceError(
        source.table.name,
        source.path,
        'its line ends are mixed: some are \\n, some \\r\\n. Write the file with one of them throughout.',
        { cause: error },
      );
    }
    throw error;
  }
  const rejects = await readRejects(engine);
  const copies = duplicates === 'error' ? await reportDuplicates(engine, source, rejects) : [];
  return [...rejects.problems, ...broken.map((row) => brokenRule(row, rules, rejects)), ...copies];
}

/** One row per broken rule: how often, the first rows and their values. */
function brokenRulesQuery(source: Source, rules: readonly RowRule[]): string {
  const flags = rules.map(
    (rule, index) =>
      `CASE WHEN ${rule.isBroken} THEN {rule: ${index}, value: coalesce(${identifier(rule.column)}, '')[1:${MAX_VALUE_LENGTH}]} END`,
  );
  return `
    WITH flagged AS (
      SELECT row, unnest(list_filter(flags, lambda flag: flag IS NOT NULL)) AS flag
      FROM (
        SELECT row_number() OVER () AS row, [${flags.join(', ')}] AS flags
        FROM ${readCsv(source, 'record')}
      )
    )
    SELECT
      flag.rule AS rule,
      count(*) AS count,
      min(row, ${MAX_EXAMPLES}) AS rows,
      arg_min(flag.value, row, ${MAX_EXAMPLES}) AS values
    FROM flagged GROUP BY flag.rule ORDER BY flag.rule`;
}

function brokenRule(
  row: Record<string, unknown>,
  rules: readonly RowRule[],
  rejects: RejectedLines,
): RowProblem {
  const rule = rules[Number(row['rule'])];
  if (rule === undefined) throw new RangeError(`There is no rule ${String(row['rule'])}.`);
  const rows = Array.isArray(row['rows']) ? row['rows'].map(Number) : [];
  const values = Array.isArray(row['values']) ? row['values'].map(String) : [];
  return {
    kind: rule.kind,
    column: rule.column,
    count: Number(row['count']),
    countIsExact: rejects.areComplete,
    expected: rule.expected + hint(rule, values[0]),
    examples: rows.map((number, index) => ({
      line: rejects.lineOf(number),
      value: showValue(values[index] ?? ''),
    })),
  };
}

function showValue(value: string): string {
  return value === '' ? '(empty)' : JSON.stringify(value);
}

/** Seconds, micro- and nanoseconds are the usual mistakes: which of them gives a likely time? */
function hint(rule: RowRule, value: string | undefined): string {
  if (rule.kind !== 'absurd_timestamp') return '';
  const units: readonly (readonly [unit: string, ms: number])[] = [
    ['seconds; multiply them by 1000', 1e3],
    ['microseconds; divide them by 1000', 1e-3],
    ['nanoseconds; divide them by 1000000', 1e-6],
  ];
  const likely = units.find(
    ([, ms]) => Number(value) * ms >= EARLIEST_MS && Number(value) * ms < LATEST_MS,
  );
  return likely === undefined ? '' : ` (these look like ${likely[0]})`;
}
