import type { PlainRow, PlainValue } from '../../source/plain-value.ts';
import { BATCH, openTable } from '../../source/open-table.ts';
import type { OpenTable } from '../../source/open-table.ts';
import type { Source } from '../../source/source.ts';
import type { Column } from '../../source/table-shape.ts';
import { binEdges, countsSql, summarySql } from './column-sql.ts';
import type { BinEdges } from './column-sql.ts';
import type { ColumnProfile, DataProfile, Histogram, ValueCount } from './data-profile.ts';

/** Up to about so many distinct values are counted: they fit in memory, whatever the rows. */
const COUNTED_DISTINCT = 5_000;

/** How many of the most frequent values a profile keeps. */
const TOP_VALUES = 10;

/** Columns read by one query: bounds what DuckDB holds at once, however wide the table. */
const COLUMNS_PER_SCAN = 200;

function fieldsOf(value: PlainValue | undefined): PlainRow {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function numberOf(value: PlainValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

const textOf = (value: PlainValue | undefined) => (typeof value === 'string' ? value : null);

/** The entries of a map that holds counts. */
function entriesOf(map: PlainValue | undefined): readonly (readonly [PlainValue, number])[] {
  const entries = isList(map) ? map.map(fieldsOf) : [];
  return entries.map(({ key = null, value }) => [key, numberOf(value) ?? 0]);
}

async function readStructs(
  table: OpenTable,
  structs: readonly string[],
): Promise<{ readonly rows: number; readonly fields: readonly PlainRow[] }> {
  const named = structs.map((sql, at) => `${sql} AS c${at}`);
  const [row = {}] = await table.query(
    `SELECT ${['count(*) AS rows', ...named].join(', ')} FROM ${BATCH}`,
  );
  return {
    rows: numberOf(row['rows']) ?? 0,
    fields: structs.map((_, at) => fieldsOf(row[`c${at}`])),
  };
}

function edgesOf(column: Column, summary: PlainRow): BinEdges | null {
  const [from, to] = [numberOf(summary['from']), numberOf(summary['to'])];
  return from === null || to === null ? null : binEdges(column, from, to);
}

const isCountable = (summary: PlainRow): boolean =>
  (numberOf(summary['distinct']) ?? 0) <= COUNTED_DISTINCT;

function topOf(summary: PlainRow): readonly string[] {
  const { top } = summary;
  return isList(top) ? top.filter((value) => typeof value === 'string') : [];
}

function histogramOf(edges: BinEdges | null, counts: PlainRow): Histogram | null {
  if (edges === null) return null;
  const byBin = new Map(entriesOf(counts['bins']));
  return {
    from: edges.from,
    to: edges.to,
    counts: Array.from({ length: edges.bins }, (_, bin) => byBin.get(bin) ?? 0),
  };
}

function topValuesOf(counts: PlainRow): readonly ValueCount[] {
  return entriesOf(counts['top'])
    .flatMap(([value, count]) => (typeof value === 'string' && count > 1 ? [{ value, count }] : []))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, TOP_VALUES);
}

function profileOf(
  column: Column,
  rows: number,
  summary: PlainRow,
  edges: BinEdges | null,
  counts: PlainRow,
): ColumnProfile {
  const present = numberOf(summary['present']) ?? 0;
  const estimated = numberOf(summary['distinct']) ?? 0;
  return {
    name: column.name,
    type: column.type,
    kind: column.kind,
    missing: rows - present,
    distinct: numberOf(counts['distinct']) ?? Math.min(present, estimated),
    isDistinctExact: numberOf(counts['distinct']) !== null,
    min: textOf(summary['least']),
    max: textOf(summary['greatest']),
    mean: numberOf(summary['mean']),
    stdev: numberOf(summary['stdev']),
    histogram: histogramOf(edges, counts),
    topValues: topValuesOf(counts),
  };
}

/**
 * Histograms, frequent values and key numbers of every column, for `writeDataDocs`. DuckDB reads the
 * data twice (bounds and candidates, then exact counts) for up to 200 columns at a time, in memory
 * that does not grow with the rows. Throws UnreadableSourceError.
 */
export async function profileColumns(source: Source): Promise<DataProfile> {
  const table = await openTable(source);
  try {
    const columns: ColumnProfile[] = [];
    let rows = 0;
    const known = table.shape.columns;
    for (let from = 0; from < known.length; from += COLUMNS_PER_SCAN) {
      const some = known.slice(from, from + COLUMNS_PER_SCAN);
      const summaries = await readStructs(table, some.map(summarySql));
      rows = summaries.rows;
      const edges = some.map((column, at) => edgesOf(column, summaries.fields[at] ?? {}));
      const counts = await readStructs(
        table,
        some.map((column, at) =>
          countsSql(column, {
            edges: edges[at] ?? null,
            top: topOf(summaries.fields[at] ?? {}),
            countsDistinct: isCountable(summaries.fields[at] ?? {}),
          }),
        ),
      );
      for (const [at, column] of some.entries()) {
        const summary = summaries.fields[at] ?? {};
        columns.push(profileOf(column, rows, summary, edges[at] ?? null, counts.fields[at] ?? {}));
      }
    }
    return { rows, columns };
  } finally {
    await table.close();
  }
}
