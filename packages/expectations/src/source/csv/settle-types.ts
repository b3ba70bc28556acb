import type { DuckDBConnection } from '@duckdb/node-api';
import { ExpectationsError } from '../../errors.ts';
import { identifier, text } from '../../sql/quote.ts';
import { MalformedCsvError } from './csv-errors.ts';
import { engineType, engineTypes } from '../exact-types.ts';
import { KNOWN_TYPES } from './csv-options.ts';
import type { CsvOptions } from './csv-options.ts';
import { requireDeclared } from './require-declared.ts';
import type { ReadFile } from './require-declared.ts';
import { digitsSql, KIND, kindsSql, typeOfKinds } from './value-kinds.ts';
import type { GuessedType } from './value-kinds.ts';

/** Columns read, some of them proved to be of a type, the others text. */
export interface ReadColumns {
  readonly names: readonly string[];
  readonly proved: readonly (GuessedType | null)[];
  readonly files: readonly ReadFile[];
  readonly connection: DuckDBConnection;
  readonly options: CsvOptions;
}

/** A column's final type, and it in SQL. */
export interface Settled {
  readonly type: string;
  readonly sql: string;
  /** Whether a value is not of a declared type. */
  readonly isWrong: string | null;
}

/** strptime's marks of a time of day. */
const TIME_OF_DAY = /%[-]?[HIMSfgncXp]/;

/** A column whose type or date format was declared. */
export function declared(
  column: string,
  type: string | undefined,
  formats: readonly string[],
): Settled {
  if (formats.length > 0) {
    const moment = `try_strptime(${column}, [${formats.map(text).join(', ')}])`;
    const wanted =
      type ?? (formats.some((format) => TIME_OF_DAY.test(format)) ? 'TIMESTAMP' : 'DATE');
    const value = `TRY_CAST(${moment} AS ${wanted})`;
    return { type: wanted, sql: value, isWrong: `${column} IS NOT NULL AND ${value} IS NULL` };
  }
  const wanted = type ?? 'VARCHAR';
  const value = `TRY_CAST(${column} AS ${wanted})`;
  return { type: wanted, sql: value, isWrong: `${column} IS NOT NULL AND ${value} IS NULL` };
}

/** Types of columns of which only all values can tell, in one scan. */
async function survey(
  columns: readonly string[],
  rows: string,
  connection: DuckDBConnection,
): Promise<readonly string[]> {
  if (columns.length === 0) return [];
  const kinds = columns.map(kindsSql).join(', ');
  const found = await connection.runAndReadAll(`SELECT ${kinds} FROM ${rows}`);
  const bits = (found.getRows()[0] ?? []).map(Number);
  if (bits.every((kind) => (kind & KIND.longFraction) === 0 && (kind & KIND.fraction) === 0)) {
    return bits.map((kind) => typeOfKinds(kind, 0, 0));
  }
  const digits = columns.flatMap((column) => digitsSql(column)).join(', ');
  const measured = await connection.runAndReadAll(`SELECT ${digits} FROM ${rows}`);
  const lengths = (measured.getRows()[0] ?? []).map(Number);
  return bits.map((kind, at) => typeOfKinds(kind, lengths[2 * at] ?? 0, lengths[2 * at + 1] ?? 0));
}

/** Refuses types that DuckDB does not know. */
export async function requireTypes(
  types: Readonly<Record<string, string>>,
  connection: DuckDBConnection,
): Promise<void> {
  for (const [column, type] of Object.entries(types)) {
    try {
      await connection.run(`SELECT CAST(NULL AS ${engineType(type)})`);
    } catch (cause) {
      throw new ExpectationsError(
        'invalid_csv_option',
        `The option types.${column} must be ${KNOWN_TYPES}; came "${type}".`,
        { cause },
      );
    }
  }
}

/** Gives every column its name and the type that all of its values have; throws MalformedCsvError. */
export async function settleTypes(
  read: ReadColumns,
): Promise<{ readonly relation: string; readonly types: readonly string[] }> {
  const { names, proved, files, connection, options } = read;
  const rows = `read_parquet([${files.map(({ part }) => text(part)).join(', ')}])`;
  const { dateFormats = {} } = options;
  await requireTypes(options.types ?? {}, connection);
  const types = engineTypes(options.types ?? {});
  const open = names.flatMap((_, at) => (proved[at] == null ? [`c${at}`] : []));
  const surveyed = await survey(open, rows, connection);
  const settled = names.map((name, at): Settled => {
    const column = `c${at}`;
    const formats = Object.hasOwn(dateFormats, name) ? [dateFormats[name] ?? []].flat() : [];
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type !== undefined || formats.length > 0) return declared(column, type, formats);
    const found = surveyed[open.indexOf(column)];
    if (found === undefined) return { type: proved[at] ?? 'VARCHAR', sql: column, isWrong: null };
    if (found === 'VARCHAR') return { type: found, sql: column, isWrong: null };
    return { type: found, sql: `CAST(trim(${column}, ' ') AS ${found})`, isWrong: null };
  });
  await requireDeclared(
    files,
    settled.flatMap(({ type, isWrong }, at) =>
      isWrong === null ? [] : [{ name: names[at] ?? '', column: `c${at}`, type, isWrong }],
    ),
    connection,
    (path, problems) => new MalformedCsvError(path, problems),
  );
  const selected = settled.map(({ sql }, at) => `${sql} AS ${identifier(names[at] ?? '')}`);
  return {
    relation: `(SELECT ${selected.join(', ')} FROM ${rows})`,
    types: settled.map(({ type }) => type),
  };
}
