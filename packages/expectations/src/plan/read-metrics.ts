import type { OpenTable } from '../source/open-table.ts';
import { BATCH } from '../source/open-table.ts';
import type { PlainRow } from '../source/plain-value.ts';
import { ROW_NUMBER } from './metric.ts';
import type { Metric, RowsInQuestion } from './metric.ts';

/** A metric that someone waits for, over the rows that fulfil `where` (every row when null). */
export interface Wanted {
  readonly metric: Metric;
  readonly where: string | null;
}

/** The rows of a metric, or the error that kept it from being read. */
export type Read = { readonly rows: readonly PlainRow[] } | { readonly error: unknown };

/**
 * Where a condition keeps only some rows, positions are still those in the whole table, of which
 * the batch begins at `offset`.
 */
export function rowsInQuestion(where: string | null, offset = 0): RowsInQuestion {
  const numbered = `(SELECT *, row_number() OVER () - 1 + ${offset} AS ${ROW_NUMBER} FROM ${BATCH})`;
  if (where === null) return { rows: BATCH, numbered };
  return {
    rows: `(SELECT * FROM ${BATCH} WHERE ${where})`,
    numbered: `(SELECT * FROM ${numbered} WHERE ${where})`,
  };
}

/** The text by which equal metrics are known as one. */
export function metricKey({ metric, where }: Wanted): string {
  const rows = rowsInQuestion(where);
  return metric.kind === 'aggregate' ? `${metric.sql}\u0000${rows.rows}` : metric.sql(rows);
}

/** Reads aggregates over the same rows in one scan; if one of them breaks it, the halves apart. */
async function readAggregates(
  table: OpenTable,
  rows: string,
  sqls: readonly string[],
  into: Map<string, Read>,
): Promise<void> {
  try {
    const columns = sqls.map((sql, at) => `${sql} AS v${at}`).join(', ');
    const [values] = await table.query(`SELECT ${columns} FROM ${rows}`);
    for (const [at, sql] of sqls.entries()) {
      into.set(`${sql}\u0000${rows}`, { rows: [{ value: values?.[`v${at}`] ?? null }] });
    }
  } catch (error) {
    const [only] = sqls;
    if (only !== undefined && sqls.length === 1) {
      into.set(`${only}\u0000${rows}`, { error });
      return;
    }
    const half = sqls.length >> 1;
    await readAggregates(table, rows, sqls.slice(0, half), into);
    await readAggregates(table, rows, sqls.slice(half), into);
  }
}

/**
 * Reads every wanted metric once: all aggregates over the same rows in one scan, each query on its
 * own. A metric that fails keeps its error to itself. Answers by `metricKey`.
 */
export async function readMetrics(
  table: OpenTable,
  wanted: readonly Wanted[],
  onProgress: (read: number, of: number) => void,
): Promise<ReadonlyMap<string, Read>> {
  const scans = new Map<string, Set<string>>();
  const queries = new Map<string, Wanted>();
  for (const each of wanted) {
    if (each.metric.kind === 'query') queries.set(metricKey(each), each);
    else {
      const { rows } = rowsInQuestion(each.where);
      scans.set(rows, (scans.get(rows) ?? new Set()).add(each.metric.sql));
    }
  }
  const read = new Map<string, Read>();
  const total = scans.size + queries.size;
  let done = 0;
  for (const [rows, sqls] of scans) {
    await readAggregates(table, rows, [...sqls], read);
    onProgress(++done, total);
  }
  for (const [sql, { metric, where }] of queries) {
    try {
      if (metric.kind === 'query' && metric.given !== undefined) {
        const { what, sql: given } = metric.given;
        await table.requireSelect(what, given(rowsInQuestion(where)));
      }
      read.set(sql, { rows: await table.query(sql) });
    } catch (error) {
      read.set(sql, { error });
    }
    onProgress(++done, total);
  }
  return read;
}
