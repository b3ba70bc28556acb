import { text } from '../../sql/quote.ts';

/**
 * What the text of a value can be. Patterns are read alike by JavaScript and by RE2, and match whole texts.
 * A number is written as programs write it: `007`, `+5` and `0x1F` are texts.
 */
const INTEGER = '-?(?:0|[1-9][0-9]*)';
const POINT = '-?(?:(?:0|[1-9][0-9]*)\\.[0-9]*|\\.[0-9]+)';
const EXPONENT = '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?[eE][+-]?[0-9]+';
/** Without a point or a sign, such as 1e5: it may as well be an id. */
const BARE_EXPONENT = '-?(?:0|[1-9][0-9]*)[eE][0-9]+';
const INFINITE = '[+-]?(?:[iI]nf|[iI]nfinity|INF|INFINITY)';
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const MOMENT = '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,6})?';

/** What pandas takes for booleans. */
const BOOLEANS = ['true', 'false', 'True', 'False', 'TRUE', 'FALSE'];

/** Decimal digits that every DOUBLE keeps, for whole numbers; and those that it may be written with. */
const EXACT_DIGITS = 15;
const WRITTEN_DIGITS = 17;

/** Kinds of values, as bits: a column's kinds decide its type. */
export const KIND = {
  boolean: 1,
  /** Exact as a DOUBLE too. */
  small: 2,
  long: 4,
  huge: 8,
  fraction: 16,
  bareExponent: 32,
  infinite: 64,
  /** More digits than a DOUBLE has. */
  longFraction: 128,
  date: 256,
  moment: 512,
  text: 1024,
  /** With an exponent, or minus zero: only a DOUBLE has it. */
  floating: 2048,
} as const;

/** The types that are found; what has no other is text. */
export type FoundType =
  | 'BOOLEAN'
  | 'BIGINT'
  | 'HUGEINT'
  | 'DOUBLE'
  | `DECIMAL(38,${number})`
  | 'DATE'
  | 'TIMESTAMP'
  | 'VARCHAR';

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`, 's');
const matches = (sql: string, pattern: string) => `regexp_full_match(${sql}, ${text(pattern)})`;
const inBooleans = (sql: string) => `${sql} IN (${BOOLEANS.map(text).join(', ')})`;

/** Significant digits of a number's text, in SQL. */
const digitsOf = (sql: string) =>
  `length(ltrim(regexp_replace(regexp_replace(${sql}, '[eE].*$', ''), '[^0-9]', '', 'g'), '0'))`;

/** A date or moment that is written as DuckDB writes it: nothing is lost. */
const roundTrips = (sql: string, type: string) =>
  `CAST(TRY_CAST(${sql} AS ${type}) AS VARCHAR) IS NOT DISTINCT FROM ${sql}`;

/** Numbers may stand between spaces, as pandas has it. */
const trimmed = (sql: string) => `trim(${sql}, ' ')`;

/** The bits of KIND that the values of an SQL text column have, as an aggregate. */
export function kindsSql(column: string): string {
  const number = trimmed(column);
  return `coalesce(bit_or(CASE
    WHEN ${column} IS NULL THEN 0
    WHEN ${inBooleans(column)} THEN ${KIND.boolean}
    WHEN ${matches(number, INTEGER)} AND ${number} <> '-0' THEN CASE
      WHEN length(ltrim(${number}, '-')) <= ${EXACT_DIGITS} THEN ${KIND.small}
      WHEN TRY_CAST(${number} AS BIGINT) IS NOT NULL THEN ${KIND.long}
      WHEN TRY_CAST(${number} AS HUGEINT) IS NOT NULL THEN ${KIND.huge}
      ELSE ${KIND.text} END
    WHEN ${matches(number, BARE_EXPONENT)} AND isfinite(TRY_CAST(${number} AS DOUBLE))
      THEN ${KIND.bareExponent}
    WHEN ${matches(number, EXPONENT)} OR ${number} = '-0' THEN CASE
      WHEN ${digitsOf(number)} <= ${WRITTEN_DIGITS} AND isfinite(TRY_CAST(${number} AS DOUBLE))
      THEN ${KIND.floating} ELSE ${KIND.text} END
    WHEN ${matches(number, POINT)} THEN CASE
      WHEN ${digitsOf(number)} <= ${WRITTEN_DIGITS} THEN ${KIND.fraction} ELSE ${KIND.longFraction} END
    WHEN ${matches(number, INFINITE)} THEN ${KIND.infinite}
    WHEN ${matches(column, DATE)} AND ${roundTrips(column, 'DATE')} THEN ${KIND.date}
    WHEN ${matches(column, MOMENT)} AND ${roundTrips(column, 'TIMESTAMP')} THEN ${KIND.moment}
    ELSE ${KIND.text} END), 0)`;
}

/** The most digits before and after the point that a column's numbers have, as aggregates. */
export function digitsSql(column: string): readonly [before: string, after: string] {
  const number = trimmed(column);
  return [
    `max(length(regexp_replace(${number}, '(\\.|[eE]).*$', '')))`,
    `max(CASE WHEN contains(${number}, '.') THEN length(${number}) - instr(${number}, '.') ELSE 0 END)`,
  ];
}

/** DuckDB's widest decimal. */
const DECIMAL_DIGITS = 38;

/** The narrowest type that loses nothing of values of these kinds. */
export function typeOfKinds(kinds: number, before: number, after: number): FoundType {
  const { boolean, small, long, huge, fraction, floating, bareExponent, infinite, longFraction } =
    KIND;
  const areAmong = (...known: number[]) =>
    kinds !== 0 && (kinds & ~known.reduce((all, one) => all | one, 0)) === 0;
  const hasAny = (...wanted: number[]) => wanted.some((kind) => (kinds & kind) !== 0);
  if (areAmong(boolean)) return 'BOOLEAN';
  if (areAmong(small, long)) return 'BIGINT';
  if (areAmong(small, long, huge)) return 'HUGEINT';
  const isNumber = hasAny(fraction, floating) || (hasAny(infinite) && hasAny(small));
  const mayBeExponents = hasAny(fraction, floating) ? bareExponent : 0;
  if (isNumber && areAmong(small, fraction, floating, infinite, mayBeExponents)) return 'DOUBLE';
  if (areAmong(small, long, huge, fraction, longFraction) && before + after <= DECIMAL_DIGITS) {
    return `DECIMAL(38,${after})`;
  }
  if (areAmong(KIND.date)) return 'DATE';
  if (areAmong(KIND.moment)) return 'TIMESTAMP';
  return 'VARCHAR';
}

/** What may be guessed of a column and proved of each of its values while they are read. */
export type GuessedType = 'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'DATE' | 'TIMESTAMP' | 'VARCHAR';

const GUESSES: readonly (readonly [type: GuessedType, pattern: RegExp])[] = [
  ['BOOLEAN', whole(BOOLEANS.join('|'))],
  ['BIGINT', whole(` *${INTEGER} *`)],
  ['DOUBLE', whole(` *(?:${INTEGER}|${POINT}|${EXPONENT}) *`)],
  ['DATE', whole(DATE)],
  ['TIMESTAMP', whole(MOMENT)],
];
const HAS_POINT = /\./;
/** What could still become a value of another type than text. */
const MAY_BE_TYPED = whole(
  `${BOOLEANS.join('|')}| *(?:${INTEGER}|${POINT}|${EXPONENT}|${INFINITE}) *|${DATE}|${MOMENT}`,
);

/** The type that the first values of a column suggest; null where only all of them can tell. */
export function guessType(values: readonly string[]): GuessedType | null {
  if (values.some((value) => !MAY_BE_TYPED.test(value))) return 'VARCHAR';
  if (values.length === 0) return null;
  for (const [type, pattern] of GUESSES) {
    if (!values.every((value) => pattern.test(value))) continue;
    return type === 'DOUBLE' && !values.some((value) => HAS_POINT.test(value)) ? null : type;
  }
  return null;
}

/** Numbers whose whole part a DOUBLE keeps. */
const FEW_DIGITS = ' *-?(?:(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)? *';

/** In the message of the error that ends a reading whose guess was wrong. */
export const WRONG_GUESS = 'lf_wrong_guess';

/** A text column as the guessed type; a value that would make it another type ends the query. */
export function provedSql(column: string, type: GuessedType): string {
  if (type === 'VARCHAR') return column;
  const cast = `TRY_CAST(${column} AS ${type})`;
  const asWritten: Record<Exclude<GuessedType, 'VARCHAR'>, string> = {
    BOOLEAN: inBooleans(column),
    BIGINT: `CAST(${cast} AS VARCHAR) IN (${column}, ${trimmed(column)})`,
    DOUBLE: `${matches(column, FEW_DIGITS)} AND (length(${column}) <= ${WRITTEN_DIGITS}
      OR (regexp_matches(${column}, '[.eE]') AND ${digitsOf(column)} <= ${WRITTEN_DIGITS}))`,
    DATE: `${column} LIKE '____-__-__' AND ${roundTrips(column, type)}`,
    TIMESTAMP: `${column} LIKE '____-__-__ __:__:__%' AND ${roundTrips(column, type)}`,
  };
  const isValue = type === 'DOUBLE' ? `isfinite(${cast})` : `${cast} IS NOT NULL`;
  return `CASE WHEN ${column} IS NULL THEN NULL
    WHEN ${asWritten[type]} AND ${isValue} THEN ${cast}
    ELSE error('${WRONG_GUESS}') END`;
}
