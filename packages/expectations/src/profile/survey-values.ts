import { BATCH } from '../source/open-table.ts';
import { LongDecimal } from '../exact/number.ts';
import type { OpenTable } from '../source/open-table.ts';
import type { PlainValue } from '../source/plain-value.ts';
import { comparable } from '../sql/compare.ts';
import type { ProfileOptions } from './options.ts';
import type { ColumnSurvey, TableSurvey } from './survey.ts';

/** How often each value of a column occurs, in the order of the values. */
export interface ValueCount {
  readonly value: string | number | LongDecimal;
  readonly count: number;
}

/** DuckDB's HyperLogLog may be this far off, as a share: nothing is ruled out by its error alone. */
const SKETCH_ERROR_RATIO = 0.2;

/** Fewer rows than this per value are a coincidence, not a set. */
const ROWS_PER_VALUE = 5;

/** A key that holds in fewer rows may hold by chance. */
const ROWS_OF_A_KEY = 10;

/** Longer texts are prose: unique by nature, and no set of codes. */
const CODE_CHARS = 64;

/** Pairs of equal numbers that chance alone would bring before their absence means anything. */
const EXPECTED_COLLISIONS = 3;

const KEY_NAME =
  /(^|[_\s-])(id|key|uuid|guid|hash|sku|ean|isbn|code|number|nr|no)$|[a-z](Id|ID|Key)$/i;

function isSetCandidate(survey: ColumnSurvey, { maxSetSize }: ProfileOptions): boolean {
  const { distinct, present, longest } = survey;
  if (distinct === null || present === 0 || (longest ?? 0) > CODE_CHARS) return false;
  return distinct <= maxSetSize * (1 + SKETCH_ERROR_RATIO) && present >= ROWS_PER_VALUE;
}

/** Integers past 2^53 come as texts; a suite has them as numbers. */
function asInteger(key: string | number): number | LongDecimal {
  return typeof key === 'number' ? key : new LongDecimal(key);
}

function isListOfValues(values: PlainValue | undefined): values is readonly PlainValue[] {
  return Array.isArray(values);
}

/** Reads the values of every column that has few, in one scan. A set that is too large is left out. */
export async function surveyValues(
  table: OpenTable,
  { columns }: TableSurvey,
  options: ProfileOptions,
): Promise<ReadonlyMap<string, readonly ValueCount[]>> {
  const candidates = columns.filter((survey) => isSetCandidate(survey, options));
  if (candidates.length === 0) return new Map();
  const selected = candidates.flatMap(({ column: { sql, kind } }, at) => {
    const histogram = `histogram(${kind === 'text' ? `CAST(${sql} AS VARCHAR)` : sql})`;
    return [`map_keys(${histogram}) AS k${at}`, `map_values(${histogram}) AS n${at}`];
  });
  const [row = {}] = await table.query(`SELECT ${selected.join(', ')} FROM ${BATCH}`);
  const sets = new Map<string, readonly ValueCount[]>();
  for (const [at, { column, present }] of candidates.entries()) {
    const [keys, counts] = [row[`k${at}`], row[`n${at}`]];
    if (!isListOfValues(keys) || !isListOfValues(counts)) continue;
    if (keys.length > options.maxSetSize || present < keys.length * ROWS_PER_VALUE) continue;
    const values = keys
      .filter((key) => typeof key === 'string' || typeof key === 'number')
      .map((key) => (column.kind === 'integer' ? asInteger(key) : key));
    sets.set(
      column.name,
      values.map((value, nth) => ({ value, count: Number(counts[nth] ?? 0) })),
    );
  }
  return sets;
}

/** Whether, if its values are unique, that is more than chance. */
function isKeyCandidate({
  column,
  present,
  distinct,
  low,
  high,
  longest,
  shapes,
}: ColumnSurvey): boolean {
  if (distinct === null || present < ROWS_OF_A_KEY) return false;
  if (distinct < present * (1 - SKETCH_ERROR_RATIO)) return false;
  if (KEY_NAME.test(column.name)) return true;
  if (column.kind === 'text') {
    const isWritten = shapes.some(({ shape, fitting }) => shape.isKeyLike && fitting === present);
    return isWritten || (longest ?? Infinity) <= CODE_CHARS;
  }
  const width = low === null || high === null ? Infinity : high - low + 1;
  return present ** 2 / (2 * width) >= EXPECTED_COLLISIONS;
}

/** The columns whose values are unique; each candidate is one grouping, which may spill to disk. */
export async function surveyKeys(
  table: OpenTable,
  { columns }: TableSurvey,
  onProgress: (done: number, total: number) => void,
): Promise<ReadonlySet<string>> {
  const candidates = columns.filter(isKeyCandidate);
  const unique = new Set<string>();
  for (const [at, { column }] of candidates.entries()) {
    const copies = await table.query(
      `SELECT 1 AS copy FROM ${BATCH} WHERE ${column.sql} IS NOT NULL
       GROUP BY ${comparable(column)} HAVING count(*) > 1 LIMIT 1`,
    );
    if (copies.length === 0) unique.add(column.name);
    onProgress(at + 1, candidates.length);
  }
  return unique;
}
