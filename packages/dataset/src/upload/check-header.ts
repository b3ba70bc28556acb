import { nearestName } from '@lf/config';
import { tableWith, type TableSchema } from '../schema/table-schema.ts';
import { printable } from './printable.ts';
import { ColumnsMismatchError } from './source-errors.ts';

/**
 * The names of the columns in the order of the file, which is free.
 *
 * @throws ColumnsMismatchError unless the header line names the table's columns and none but optional ones besides.
 */
export function checkHeader(
  table: TableSchema,
  path: string,
  headerLine: string,
): readonly string[] {
  const expected = table.columns.map((column) => column.name);
  const actual = splitHeader(headerLine.replaceAll('\0', ''), ',');
  if (hasColumns(table, actual)) {
    if (!headerLine.includes('\0')) return actual;
    const problem =
      'there are bytes 0 between the letters of the header, as in UTF-16 or UTF-32. Save the file as UTF-8.';
    throw new ColumnsMismatchError(table.name, path, {
      expected,
      actual,
      missing: [],
      extra: [],
      problem,
    });
  }
  if (seemsToBeData(table, actual)) {
    const problem = `the header is missing: the first line seems to hold data (${shortened(headerLine)}). Put this line before it: ${expected.join(',')}`;
    throw new ColumnsMismatchError(table.name, path, {
      expected,
      actual,
      missing: expected,
      extra: actual,
      problem,
    });
  }
  throw mismatch(table, path, actual, guessFormat(headerLine, actual));
}

/** @throws ColumnsMismatchError unless the names are those of the table's columns, in any order, and optional ones. */
export function checkColumns(table: TableSchema, path: string, actual: readonly string[]): void {
  if (!hasColumns(table, actual)) throw mismatch(table, path, actual, undefined);
}

function hasColumns(table: TableSchema, actual: readonly string[]): boolean {
  const expected = tableWith(table, actual).columns;
  return actual.length === expected.length && expected.every(({ name }) => actual.includes(name));
}

function mismatch(
  table: TableSchema,
  path: string,
  actual: readonly string[],
  wholeFile: readonly string[] | undefined,
): ColumnsMismatchError {
  const expected = table.columns.map((column) => column.name);
  const missing = expected.filter((name) => !actual.includes(name));
  const optional = (table.optional ?? []).map((column) => column.name);
  const known = [...expected, ...optional];
  const extra = actual.filter(
    (name, index) => !known.includes(name) || actual.indexOf(name) !== index,
  );
  const advice = wholeFile ?? adviceOn(expected, actual, { missing, extra, optional });
  const problem = [
    'the columns are not those of the table.',
    `  expected: ${expected.join(',')}${optional.map((name) => `[,${name}]`).join('')}`,
    `  found:    ${shortened(actual.join(','))}`,
    ...advice.map((line) => `  - ${line}`),
  ].join('\n');
  return new ColumnsMismatchError(table.name, path, { expected, actual, missing, extra, problem });
}

function adviceOn(
  expected: readonly string[],
  actual: readonly string[],
  of: Readonly<Record<'missing' | 'extra' | 'optional', readonly string[]>>,
): readonly string[] {
  const { missing, extra, optional } = of;
  const plain = actual.map(plainName);
  if (expected.length === actual.length && expected.every((name) => plain.includes(name))) {
    return ['the names differ in upper and lower case, spaces or signs; write them as expected'];
  }
  if (missing.length === expected.length && !missing.some((name) => meant(name, extra) !== '')) {
    return ['none of the names is one of this table; is it another file?'];
  }
  return [
    ...missing.map((name) => `missing: ${name}${meant(name, extra)}`),
    ...extra.map((name) =>
      expected.includes(name) || optional.includes(name)
        ? `twice: ${name}`
        : `extra: ${name === '' ? '(an empty name)' : printable(name)}${missing.length > 0 ? '' : meant(name, optional)}`,
    ),
  ];
}

/** Session ID_hash -> session_id_hash */
function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_');
}

/** Whether a first line has no name of a column, and a number, an empty field or a value that the table knows. */
function seemsToBeData(table: TableSchema, actual: readonly string[]): boolean {
  const names = table.columns.map(({ name }) => name);
  if (actual.length < 2 || actual.some((name) => names.includes(plainName(name)))) return false;
  const values = table.columns.flatMap((column) => column.values ?? []);
  return actual.some((name) => /^-?\d+(\.\d+)?$/.test(name) || values.includes(name));
}

/** A line that is no header may be long. */
const LONGEST_SHOWN = 300;

function shortened(line: string): string {
  return printable(line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}...` : line);
}

function meant(name: string, extra: readonly string[]): string {
  const nearest = nearestName(name, extra);
  return nearest === undefined ? '' : ` (is it '${printable(nearest)}'?)`;
}

/** What is wrong with the file as a whole, if that explains the header. */
function guessFormat(headerLine: string, actual: readonly string[]): readonly string[] | undefined {
  if (headerLine.includes('\0') || headerLine.includes('\ufffd')) {
    return ['the first line is not UTF-8 text; is it a CSV file? Write it as UTF-8'];
  }
  const separator = [';', '\t', '|'].find((candidate) => headerLine.includes(candidate));
  if (actual.length === 1 && separator !== undefined) {
    return [`fields seem to be separated by ${JSON.stringify(separator)}; expected a comma`];
  }
  return undefined;
}

/** Splits a header into names; quotes around a name are dropped. */
export function splitHeader(line: string, delimiter: string): string[] {
  const sign = delimiter.replaceAll(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
  const field = new RegExp(`${sign}(?:"((?:[^"]|"")*)"(?=${sign}|$)|([^${sign}]*))`, 'g');
  return [...`${delimiter}${line}`.matchAll(field)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
