import type { TableSchema } from '../schema/table-schema.ts';
import { nearestName } from './nearest-name.ts';
import { ColumnsMismatchError } from './source-errors.ts';

/** @throws ColumnsMismatchError unless the header line names the table's columns in the table's order. */
export function checkHeader(table: TableSchema, path: string, headerLine: string): void {
  const expected = table.columns.map((column) => column.name);
  const actual = splitHeader(headerLine.replaceAll('\0', ''));
  if (actual.length === expected.length && actual.every((name, index) => name === expected[index]))
    return;

  const missing = expected.filter((name) => !actual.includes(name));
  const extra = actual.filter(
    (name, index) => !expected.includes(name) || actual.indexOf(name) !== index,
  );
  const advice = guessFormat(headerLine, actual) ?? [
    ...missing.map((name) => `missing: ${name}${meant(name, extra)}`),
    ...extra.map((name) =>
      expected.includes(name)
        ? `twice: ${name}`
        : `extra: ${name === '' ? '(an empty name)' : name}`,
    ),
    ...(missing.length + extra.length === 0 ? ['the names are right, their order is not'] : []),
  ];
  throw new ColumnsMismatchError(table.name, path, { expected, actual, missing, extra, advice });
}

function meant(name: string, extra: readonly string[]): string {
  const nearest = nearestName(name, extra);
  return nearest === undefined ? '' : ` (is it '${nearest}'?)`;
}

/** What is wrong with the file as a whole, if that explains the header. */
function guessFormat(headerLine: string, actual: readonly string[]): readonly string[] | undefined {
  if (headerLine.includes('\0') || headerLine.includes('\ufffd')) {
    return ['the file is not UTF-8 text; save it as UTF-8'];
  }
  const separator = [';', '\t', '|'].find((candidate) => headerLine.includes(candidate));
  if (actual.length === 1 && separator !== undefined) {
    return [`fields seem to be separated by ${JSON.stringify(separator)}; expected a comma`];
  }
  return undefined;
}

/** Splits a header into names; quotes around a name are dropped. */
function splitHeader(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
