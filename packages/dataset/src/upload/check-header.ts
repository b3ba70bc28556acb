import type { TableSchema } from '../schema/table-schema.ts';
import { nearestName } from './nearest-name.ts';
import { ColumnsMismatchError } from './source-errors.ts';

/** @throws ColumnsMismatchError unless the header line names the table's columns in the table's order. */
export function checkHeader(table: TableSchema, path: string, headerLine: string): void {
  const expected = table.columns.map((column) => column.name);
  const actual = splitHeader(headerLine);
  if (actual.length === expected.length && actual.every((name, index) => name === expected[index]))
    return;

  const missing = expected.filter((name) => !actual.includes(name));
  const extra = actual.filter(
    (name, index) => !expected.includes(name) || actual.indexOf(name) !== index,
  );
  const advice = [
    ...missing.map((name) => `missing: ${name}${meant(name, extra)}`),
    ...extra.map((name) =>
      expected.includes(name)
        ? `twice: ${name}`
        : `extra: ${name === '' ? '(an empty name)' : name}`,
    ),
    ...(missing.length + extra.length === 0 ? ['the names are right, their order is not'] : []),
    ...guessFormat(headerLine, actual),
  ];
  throw new ColumnsMismatchError(table.name, path, { expected, actual, missing, extra, advice });
}

function meant(name: string, extra: readonly string[]): string {
  const nearest = nearestName(name, extra);
  return nearest === undefined ? '' : ` (is it '${nearest}'?)`;
}

function guessFormat(headerLine: string, actual: readonly string[]): readonly string[] {
  if (headerLine.includes('\0') || headerLine.startsWith('\ufffd\ufffd')) {
    return ['the file does not look like UTF-8 text; save it as UTF-8'];
  }
  const separator = [';', '\t', '|'].find((candidate) => headerLine.includes(candidate));
  if (actual.length === 1 && separator !== undefined) {
    return [`fields seem to be separated by ${JSON.stringify(separator)}; expected a comma`];
  }
  return [];
}

/** Splits a header into names; quotes around a name are dropped. */
function splitHeader(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
