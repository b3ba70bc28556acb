import { anything, string } from '../declare/fields.ts';
import { defineMapExpectation } from '../declare/map-expectation.ts';
import type { RowRule } from '../declare/map-expectation.ts';
import { KwargsValueError } from '../errors.ts';
import { checkJsonSchema } from '../in-javascript/json-schema.ts';
import { wholeText } from '../in-javascript/whole-text.ts';
import type { Column } from '../source/table-shape.ts';
import { text } from '../sql/quote.ts';
import {
  checkStrftimeFormat,
  digitsBeyondAscii,
  plainFormat,
  spacedDayPattern,
  strptimePattern,
} from '../sql/strftime.ts';
import { textRule } from './text-rule.ts';
import { cutShort, shownName } from '../shown.ts';

/** Values that are not texts cannot be parsed as anything. */
function parseRule(column: Column, parses: (value: string) => string): RowRule {
  if (column.kind === 'text') return textRule(column, parses);
  const isText = `variant_typeof(CAST(${column.sql} AS VARIANT)) = 'VARCHAR'`;
  return column.kind === 'mixed'
    ? textRule(column, (value) => `${isText} AND ${parses(value)}`)
    : textRule(column, () => 'FALSE');
}

/** Throws KwargsValueError for a column whose values are no texts: a date's notation can only be judged before it is read. */
function requireTexts({ name, type, kind }: Column, expectation: string): void {
  if (kind === 'text' || kind === 'mixed') return;
  throw new KwargsValueError(
    `Values passed to ${expectation} must be of type string. ${shownName(name)} is ${cutShort(type)}.`,
  );
}

const matches = (value: string, pattern: string) => `regexp_matches(${value}, ${text(pattern)})`;

const replaced = (value: string, pattern: string, by: string) =>
  `regexp_replace(${value}, ${text(pattern)}, ${text(by)}, 'g')`;

/**
 * JSON by the letter, with the NaN and Infinity of Python: DuckDB also takes a comma after the last
 * member, infinities in any letters and a byte order mark, which no other reader does.
 */
function isJson(value: string): string {
  const withoutTexts = replaced(value, '"(?:[^"\\\\]|\\\\.)*"', '""');
  const withoutPython = replaced(withoutTexts, '(^|[^-])NaN|Infinity', '\\1 0');
  const comma = ',\\s*[}\\]]';
  const infinity = '(?i)nan|inf';
  // Few values look like one of these: the others are looked at once.
  return `coalesce(json_valid(${value})
    AND NOT ${matches(value, '^\\x{FEFF}')}
    AND NOT (${matches(value, comma)} AND ${matches(withoutTexts, comma)})
    AND NOT (${matches(value, infinity)} AND ${matches(withoutPython, infinity)}), FALSE)`;
}

/** A date in a format by the letter: DuckDB also takes "infinity", and years and spaces as they come. */
function fitsFormat(value: string, given: string): string {
  const format = plainFormat(given);
  if (format.trim() === '')
    return `coalesce(regexp_full_match(${value}, ${text(strptimePattern(format))}), FALSE)`;
  const pattern = text(strptimePattern(format));
  const [foreign, plain] = digitsBeyondAscii().map(text);
  const inAscii = `CASE WHEN strlen(${value}) = length(${value}) THEN ${value} ELSE translate(${value}, ${foreign}, ${plain}) END`;
  const spaced = spacedDayPattern(format);
  const compact = spaced === null ? inAscii : replaced(inAscii, spaced, '\\1\\2');
  // Python reads Z as a zone, too; DuckDB passes over space around a text, but not around a format
  const zoned = format.endsWith('%z') ? replaced(compact, 'Z$', '+00:00') : compact;
  const moment = `try_strptime(${zoned}, ${text(format.trim())})`;
  return `coalesce(regexp_full_match(${value}, ${pattern}) AND isfinite(${moment}) AND year(${moment}) > 0, FALSE)`;
}

/** expect_column_values_to_be_json_parseable: every value is a text that holds JSON. */
export const valuesJsonParseable = defineMapExpectation({
  type: 'expect_column_values_to_be_json_parseable',
  summary: 'The values of the column are texts that hold JSON.',
  kwargs: { column: string() },
  rule: ({ column }, { table }) => parseRule(table.column(column), isJson),
});

/** expect_column_values_to_match_json_schema: every value is a text that holds JSON that fits. */
export const valuesMatchJsonSchema = defineMapExpectation({
  type: 'expect_column_values_to_match_json_schema',
  summary: 'The values of the column are texts that hold JSON that fits a JSON Schema.',
  kwargs: { column: string(), json_schema: anything() },
  rule: ({ column, json_schema: schema }, { table }) => {
    const literal = text(checkJsonSchema(schema));
    return parseRule(
      table.column(column),
      (value) => `lf_fits_json_schema(${wholeText(value)}, ${literal})`,
    );
  },
});

/** expect_column_values_to_be_dateutil_parseable: every value is a text that reads as a date. */
export const valuesDateutilParseable = defineMapExpectation({
  type: 'expect_column_values_to_be_dateutil_parseable',
  summary: 'The values of the column are texts that read as dates.',
  kwargs: { column: string() },
  rule: ({ column: name }, { table }) => {
    const column = table.column(name);
    requireTexts(column, 'expect_column_values_to_be_dateutil_parseable');
    return parseRule(column, (value) => `lf_reads_as_date(${wholeText(value)}, '')`);
  },
});

/** expect_column_values_to_match_strftime_format: every value is a text in one date format. */
export const valuesMatchStrftime = defineMapExpectation({
  type: 'expect_column_values_to_match_strftime_format',
  summary: 'The values of the column are texts in a date format.',
  kwargs: { column: string(), strftime_format: string() },
  rule: ({ column: name, strftime_format: format }, { table }) => {
    checkStrftimeFormat(format);
    const column = table.column(name);
    requireTexts(column, 'expect_column_values_to_match_strftime_format');
    return parseRule(column, (value) => fitsFormat(value, format));
  },
});
