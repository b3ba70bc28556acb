import { KwargsValueError } from '../errors.ts';
import { BATCH, openTable } from '../source/open-table.ts';
import type { OpenTable } from '../source/open-table.ts';
import type { PlainRow, PlainValue } from '../source/plain-value.ts';
import type { Source } from '../source/source.ts';
import type { Column, TableShape } from '../source/table-shape.ts';
import { all } from '../sql/quote.ts';
import {
  asNumber,
  asText,
  categoriesMetric,
  countsAtPoints,
  countsOfValues,
  numbersMetric,
  unitOf,
} from './measured.ts';
import type { Unit } from './measured.ts';
import type { BatchSummary, ColumnSummary } from './summary.ts';
import { cutShort, shownName } from '../shown.ts';

/** How finely a batch is summarised. */
export interface SummariseOptions {
  /** The most points that are kept of a column of numbers: the distance D is exact to their inverse. */
  readonly points: number;
  /** The most categories that are kept of a column of texts. */
  readonly categories: number;
  /** Columns of numbers that are to be taken as categories. */
  readonly asCategories: readonly string[];
}

export const SUMMARISE_DEFAULTS: SummariseOptions = {
  points: 500,
  categories: 100,
  asCategories: [],
};

/** Where nobody says which columns: texts of more values than this are ids or prose. */
const MOST_DISTINCT = 1000;

/** A summary is a few kB a column: what keeps more is the data itself. */
const MOST_KEPT = 100_000;

/** DuckDB's HyperLogLog may be this far off, as a share. */
const SKETCH_ERROR_RATIO = 0.2;

interface Asked {
  readonly column: Column;
  readonly unit: Unit | null;
}

function isSummarised({ column, unit }: Asked): boolean {
  return unit !== null || column.kind === 'text' || column.kind === 'boolean';
}

function askedOf(shape: TableShape, names: readonly string[] | null, options: SummariseOptions) {
  const ask = (column: Column): Asked => ({
    column,
    unit: options.asCategories.includes(column.name) ? null : unitOf(column),
  });
  if (names === null) {
    return shape.columns
      .map(ask)
      .filter((each) => isSummarised(each) || options.asCategories.includes(each.column.name));
  }
  return names.map((name) => {
    const asked = ask(shape.column(name));
    if (isSummarised(asked) || options.asCategories.includes(name)) return asked;
    throw new KwargsValueError(
      `Cannot summarise ${shownName(name)}: it is ${cutShort(asked.column.type)}, not numbers, times or texts.`,
    );
  });
}

function listIn(row: PlainRow, name: string): readonly PlainValue[] {
  const value = row[name];
  return Array.isArray(value) ? [...value.map((each: PlainValue) => each)] : [];
}

/** First scan: how many distinct values, and about where the quantiles of numbers lie. */
async function sketch(
  table: OpenTable,
  asked: readonly Asked[],
  points: number,
): Promise<PlainRow> {
  const shares = Array.from({ length: points }, (_, at) => (at + 0.5) / points).join(', ');
  const selected = asked.flatMap(({ column, unit }, at) => {
    if (unit === null) return [`approx_count_distinct(${asText(column)}) AS d${at}`];
    const value = asNumber(column, unit);
    return [
      `approx_count_distinct(${value}) AS d${at}`,
      `approx_quantile(${value}, [${shares}]) FILTER (WHERE isfinite(${value})) AS q${at}`,
      `min(${value}) FILTER (WHERE isfinite(${value})) AS low${at}`,
      `max(${value}) FILTER (WHERE isfinite(${value})) AS high${at}`,
    ];
  });
  const [row = {}] = await table.query(
    `SELECT ${['count(*) AS rows', ...selected].join(', ')} FROM ${BATCH}`,
  );
  return row;
}

/** Where to count: all values where there are few, else quantiles between the least and the greatest. */
async function pointsOf(
  table: OpenTable,
  { column, unit }: Asked & { readonly unit: Unit },
  at: number,
  row: PlainRow,
  most: number,
): Promise<{ readonly points: readonly number[]; readonly isExact: boolean }> {
  const value = asNumber(column, unit);
  if (Number(row[`d${at}`]) <= most * (1 + SKETCH_ERROR_RATIO)) {
    const isThere = all([`${value} IS NOT NULL`, `isfinite(${value})`]);
    const rows = await table.query(
      `SELECT DISTINCT ${value} AS value FROM ${BATCH} WHERE ${isThere} ORDER BY value LIMIT ${most + 1}`,
    );
    if (rows.length <= most) {
      return { points: rows.map((each) => Number(each['value'])), isExact: true };
    }
  }
  const quantiles = [row[`low${at}`], ...listIn(row, `q${at}`), row[`high${at}`]].map(Number);
  const points = [...new Set(quantiles)].filter(Number.isFinite).sort((a, b) => a - b);
  return { points, isExact: false };
}

async function mostFrequent(
  table: OpenTable,
  column: Column,
  most: number,
): Promise<readonly string[]> {
  const value = asText(column);
  const rows = await table.query(
    `SELECT ${value} AS value FROM ${BATCH} WHERE ${column.sql} IS NOT NULL
     GROUP BY ${value} ORDER BY count(*) DESC, value LIMIT ${most}`,
  );
  return rows.map(({ value }) => value ?? null).filter((value) => typeof value === 'string');
}

/** How a column will be counted: at points, or by category. */
type Counted =
  | {
      readonly asked: Asked;
      readonly unit: Unit;
      readonly points: readonly number[];
      readonly isExact: boolean;
    }
  | { readonly asked: Asked; readonly unit: null; readonly values: readonly string[] };

function metricsOf(counted: Counted) {
  const { column } = counted.asked;
  return counted.unit === null
    ? categoriesMetric(column, counted.values)
    : numbersMetric(column, counted.unit, counted.points);
}

/** Second scan: everything is counted exactly, as it will be at check time. */
async function countAll(table: OpenTable, plan: readonly Counted[], rows: number) {
  const selected = plan.flatMap((counted, at) =>
    Object.entries(metricsOf(counted)).flatMap(([name, metric]) =>
      metric.kind === 'aggregate' ? [`${metric.sql} AS ${name}${at}`] : [],
    ),
  );
  const [row = {}] = await table.query(
    `SELECT ${['1 AS one', ...selected].join(', ')} FROM ${BATCH}`,
  );
  const columns: [string, ColumnSummary][] = plan.map((counted, at) => {
    const count = Number(row[`count${at}`] ?? 0);
    const base = { count, missing: rows - count };
    const { name } = counted.asked.column;
    if (counted.unit === null) {
      const { values } = counted;
      const counts = countsOfValues(values, listIn(row, `keys${at}`), listIn(row, `counts${at}`));
      const other = count - counts.reduce((total, each) => total + each, 0);
      return [name, { kind: 'categories', ...base, values, counts, other }];
    }
    const { unit, points, isExact } = counted;
    const cumulative = countsAtPoints(points, listIn(row, `bins${at}`));
    return [name, { kind: 'numbers', unit, ...base, isExact, points, ...cumulative }];
  });
  return Object.fromEntries(columns);
}

/**
 * Summarises columns of a batch, so that later batches can be compared with it without its data.
 *
 * @param columns which ones; all columns of numbers, times, booleans and few texts when left out
 * @returns JSON of some 10 kB a column
 * Throws MissingColumnError, KwargsValueError, UnreadableSourceError.
 */
export async function summarise(
  source: Source,
  columns: readonly string[] | null = null,
  options: Partial<SummariseOptions> = {},
): Promise<BatchSummary> {
  const settings: SummariseOptions = { ...SUMMARISE_DEFAULTS, ...options };
  if (!(settings.points <= MOST_KEPT && settings.categories <= MOST_KEPT)) {
    throw new KwargsValueError(
      `Cannot summarise to ${settings.points} points and ${settings.categories} categories: each may be at most ${MOST_KEPT}.`,
    );
  }
  const table = await openTable(source);
  try {
    const asked = askedOf(table.shape, columns, settings);
    const row = await sketch(table, asked, settings.points);
    const rows = Number(row['rows'] ?? 0);
    const plan: Counted[] = [];
    for (const [at, each] of asked.entries()) {
      const { column, unit } = each;
      if (unit !== null) {
        const found = await pointsOf(table, { column, unit }, at, row, settings.points);
        plan.push({ asked: each, unit, ...found });
      } else if (columns !== null || Number(row[`d${at}`]) <= MOST_DISTINCT) {
        const values = await mostFrequent(table, column, settings.categories);
        plan.push({ asked: each, unit, values });
      }
    }
    return { rows, columns: await countAll(table, plan, rows) };
  } finally {
    await table.close();
  }
}
