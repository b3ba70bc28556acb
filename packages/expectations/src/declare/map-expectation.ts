import { wholeText } from '../in-javascript/whole-text.ts';
import { aggregate, query, ROW_NUMBER } from '../plan/metric.ts';
import type { Metrics, RowsInQuestion } from '../plan/metric.ts';
import { mapResult } from '../result/map-result.ts';
import type { ShownAs } from '../result/map-result.ts';
import { tellsAtLeast } from '../result/result-format.ts';
import { all, identifier } from '../sql/quote.ts';
import { defineExpectation } from './expectation.ts';
import type { Check, CheckContext, FailingRows, TypedExpectation } from './expectation.ts';
import { boolean, fraction, optional } from './fields.ts';
import type { Field, Fields, KwargsOf } from './fields.ts';

/** How a row passes or fails, in SQL over the table's columns. */
export interface RowRule {
  /** The columns whose values are shown for a failing row. */
  readonly columns: readonly string[];
  /** How a failing row is shown: its one value (as left out), a pair of values, or an object of them. */
  readonly shownAs?: ShownAs;
  /** Which rows count at all (the others are missing). Left out: every row, and none is missing. */
  readonly counted?: string;
  /** Which of the counted rows fail. NULL is no failure. */
  readonly unexpected: string;
  /** The same in a form that is faster over all rows, when only their number counts, not their order. */
  readonly unexpectedOfAll?: string;
  /** Window expressions over the counted rows, by the name under which `unexpected` uses them. */
  readonly derived?: Readonly<Record<string, string>>;
  /** A faster query for the number of failing rows: one row, one column `value`. */
  readonly countUnexpected?: (rows: string) => string;
  /** Keys added to `result`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The kwargs of every map expectation: `mostly`, and whether it is a share of all rows, of which missing
 * ones fail, instead of those that have a value.
 */
const MOSTLY = { mostly: optional(fraction()), mostly_counts_nulls: optional(boolean()) };

/** Kwargs and `mostly`. */
export type WithMostly<F extends Fields> = F & {
  readonly mostly: Field<number | null | undefined>;
  readonly mostly_counts_nulls: Field<boolean | null | undefined>;
};

/** What `defineMapExpectation` takes. */
export interface MapDeclaration<F extends Fields, Type extends string = string> {
  readonly type: Type;
  readonly summary: string;
  /** Its kwargs besides `mostly`. */
  readonly kwargs: F;
  /** The rule for rows, or a check of another kind where the kwargs ask for one. */
  rule(kwargs: KwargsOf<WithMostly<F>>, context: CheckContext): RowRule | Check;
}

function derivedRows(rule: RowRule, from: string): string {
  const counted = rule.counted ?? 'TRUE';
  const names = Object.entries(rule.derived ?? {});
  if (names.length === 0) return `${from} WHERE ${all([counted, rule.unexpected])}`;
  const columns = names.map(([name, sql]) => `${sql} AS ${identifier(name)}`).join(', ');
  return `(SELECT *, ${columns} FROM ${from} WHERE ${counted}) WHERE ${rule.unexpected}`;
}

const PRESENT = /^("(?:[^"]|"")*") IS (NOT )?NULL$/;

/** Rows that fulfil the conditions; DuckDB counts present values many times faster than rows behind a FILTER. */
function countIf(...conditions: readonly (string | undefined)[]): string {
  const given = conditions.filter((condition) => condition !== undefined);
  const [, column, isPresent] = (given.length === 1 ? PRESENT.exec(given[0] ?? '') : null) ?? [];
  if (column === undefined) return `count_if(${all(given)})`;
  return isPresent === undefined ? `count(*) - count(${column})` : `count(${column})`;
}

function countMetrics(rule: RowRule): Metrics {
  const fast = rule.countUnexpected;
  const unexpected =
    fast !== undefined
      ? query(({ rows }) => fast(rows))
      : rule.derived === undefined
        ? aggregate(countIf(rule.counted, rule.unexpectedOfAll ?? rule.unexpected))
        : query(({ rows }) => `SELECT count(*) AS value FROM ${derivedRows(rule, rows)}`);
  const nonNull =
    rule.counted === undefined ? aggregate('count(*)') : aggregate(countIf(rule.counted));
  return { rows: aggregate('count(*)'), counted: nonNull, unexpected };
}

function shownLimit(format: CheckContext['format']): string {
  return format.name === 'COMPLETE' ? '' : ` LIMIT ${format.partialCount}`;
}

/** The failing rows in the table's order: all of them when COMPLETE, else the first few. */
function failingRows(
  rule: RowRule,
  { format, table }: CheckContext,
  { rows, numbered }: RowsInQuestion,
): string {
  const every = format.givesRows ? table.columns.map(({ name }) => name) : [];
  const shown = [...new Set([...format.indexColumns, ...rule.columns, ...every])].map((name) => {
    const column = identifier(name);
    const isText = table.columns.some((each) => each.name === name && each.type === 'VARCHAR');
    return isText ? `${wholeText(column)} AS ${column}` : column;
  });
  const limit = shownLimit(format);
  // Without positions the scan, which keeps the table's order, stops at the last row that is shown.
  if (rule.derived === undefined && !tellsAtLeast(format, 'SUMMARY')) {
    return `SELECT ${shown.join(', ')} FROM ${derivedRows(rule, rows)}${limit}`;
  }
  return `SELECT ${[...shown, ROW_NUMBER].join(', ')} FROM ${derivedRows(rule, numbered)} ORDER BY ${ROW_NUMBER}${limit}`;
}

/** The share of rows that must pass, and of which rows. */
interface Share {
  readonly mostly: number;
  readonly countsNulls: boolean;
}

/** The rows that a rule fails, with the missing ones where they count against `mostly`. */
function failingRowsOf(rule: RowRule, { countsNulls }: Share): FailingRows {
  const fails = `(${all([rule.counted ?? 'TRUE', rule.unexpected])})`;
  const isMissing = countsNulls && rule.counted !== undefined ? `NOT (${rule.counted})` : null;
  const missing = (numbered: string) =>
    isMissing === null ? '' : ` UNION ALL SELECT ${ROW_NUMBER} FROM ${numbered} WHERE ${isMissing}`;
  return {
    condition:
      rule.derived !== undefined
        ? null
        : isMissing === null
          ? fails
          : `CASE WHEN ${isMissing} THEN TRUE ELSE ${fails} END`,
    relation: (numbered) =>
      `(SELECT ${ROW_NUMBER} FROM ${derivedRows(rule, numbered)}${missing(numbered)})`,
  };
}

/** Of a rule that every value fails, such as one of a column's type, the column is at fault and no row. */
const EVERY_VALUE = 'TRUE';

/** Checks rows by a rule: counts them, shows those that fail, and succeeds by the share that passes. */
export function mapCheck(
  rule: RowRule,
  { mostly, countsNulls }: Share,
  context: CheckContext,
): Check {
  const { format, table } = context;
  for (const name of format.indexColumns) table.column(name);
  return {
    metrics: countMetrics(rule),
    next: (values): Metrics =>
      values.count('unexpected') === 0 || !tellsAtLeast(format, 'BASIC')
        ? {}
        : {
            failing: query((rows) => failingRows(rule, context, rows), {
              whole: (parts) => `SELECT * FROM ${parts}${shownLimit(format)}`,
            }),
          },
    judge: (values) => {
      const counts = {
        rows: values.count('rows'),
        counted: values.count('counted'),
        unexpected: values.count('unexpected'),
      };
      const inQuestion = countsNulls ? counts.rows : counts.counted;
      const succeeds =
        inQuestion === 0 || (counts.counted - counts.unexpected) / inQuestion >= mostly;
      const showsRows = counts.unexpected > 0 && tellsAtLeast(format, 'BASIC');
      const failing = showsRows ? values.rows('failing') : [];
      const shape = {
        columns: rule.columns,
        shownAs: rule.shownAs ?? 'value',
        hasMissing: rule.counted !== undefined,
        query: `SELECT ${[...new Set([...format.indexColumns, ...rule.columns])].map(identifier).join(', ')} FROM ${derivedRows(rule, context.rows)}`,
      };
      return {
        success: succeeds,
        result: { ...mapResult(shape, counts, failing, format), ...rule.details },
      };
    },
    failingRows: (values) => {
      const failed =
        values.count('unexpected') +
        (countsNulls ? values.count('rows') - values.count('counted') : 0);
      if (failed === 0 || rule.unexpected === EVERY_VALUE) return null;
      return failingRowsOf(rule, { mostly, countsNulls });
    },
  };
}

/** Declares an expectation of every row (or of `mostly` of them), by one SQL condition. */
export function defineMapExpectation<F extends Fields, const Type extends string>(
  declaration: MapDeclaration<F, Type>,
): TypedExpectation<Type, WithMostly<F>> {
  const kwargs: WithMostly<F> = { ...declaration.kwargs, ...MOSTLY };
  return defineExpectation({
    type: declaration.type,
    summary: declaration.summary,
    kwargs,
    check: (given, context) => {
      const rule = declaration.rule(given, context);
      if ('judge' in rule) return rule;
      const {
        mostly,
        mostly_counts_nulls: countsNulls,
      }: { readonly mostly?: unknown; readonly mostly_counts_nulls?: unknown } = given;
      const share = {
        mostly: typeof mostly === 'number' ? mostly : 1,
        countsNulls: countsNulls === true,
      };
      return mapCheck(rule, share, context);
    },
  });
}
