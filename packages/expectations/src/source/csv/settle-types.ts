import type { DuckDBConnection } from '@duckdb/node-api';
import { ExpectationsError, UnreadableSourceError } from '../../errors.ts';
import { identifier, text } from '../../sql/quote.ts';
import type { CsvOptions } from './csv-options.ts';
import { digitsSql, KIND, kindsSql, typeOfKinds } from './value-kinds.ts';
import type { GuessedType } from './value-kinds.ts';

/** Columns read, some of them proved to be of a type, the others text. */
export interface ReadColumns {
  readonly described: string;
  readonly names: readonly string[];
  readonly proved: readonly (GuessedType | null)[];
  /** All rows, as SQL to put after FROM, with the columns c0, c1, ... */
  readonly rows: string;
  readonly connection: DuckDBConnection;
  readonly options: CsvOptions;
}

/** A column's final type, and it in SQL. */
interface Settled {
  readonly type: string;
  readonly sql: string;
  /** Whether a value is not of a declared type. */
  readonly isWrong: string | null;
}

/** strptime's marks of a time of day. */
const TIME_OF_DAY = /%[-]?[HIMSfgncXp]/;

/** A column whose type or date format was declared. */
function declared(column: string, type: string | undefined, formats: readonly string[]): Settled {
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

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Refuses types that DuckDB does not know. */
async function requireTypes(
  types: Readonly<Record<string, string>>,
  connection: DuckDBConnection,
): Promise<void> {
  for (const [column, type] of Object.entries(types)) {
    try {
      await connection.run(`SELECT CAST(NULL AS ${type})`);
    } catch (cause) {
      throw new ExpectationsError(
        'invalid_csv_option',
        `The CSV option types.${column} must be a type of DuckDB, such as VARCHAR, BIGINT or DATE; came "${type}".`,
        { cause },
      );
    }
  }
}

/** Refuses values that are not of the type declared for them. */
async function requireDeclared(
  settled: readonly Settled[],
  { described, names, rows, connection }: ReadColumns,
): Promise<void> {
  const checked = settled.flatMap(({ isWrong, type }, at) =>
    isWrong === null ? [] : [{ isWrong, type, at }],
  );
  if (checked.length === 0) return;
  const counts = checked.map(
    ({ isWrong, at }) =>
      `count_if(${isWrong}), arg_min(c${at}, row, 3) FILTER (${isWrong}), min(row, 3) FILTER (${isWrong})`,
  );
  const found = await connection.runAndReadAll(
    `SELECT ${counts.join(', ')} FROM (SELECT *, row_number() OVER () AS row FROM ${rows})`,
  );
  const [values = []] = found.getRowsJson();
  const reasons = checked.flatMap(({ type, at }, position) => {
    const [counted, examples, places] = values.slice(3 * position, 3 * position + 3);
    const count = Number(counted);
    if (count === 0) return [];
    const rowsShown = listOf(places);
    const shown = listOf(examples).map(
      (value, example) => `row ${String(rowsShown[example])} has ${JSON.stringify(value)}`,
    );
    return [
      `\n  - "${names[at] ?? ''}" was declared ${type}, and ${count} of its values are not: ${shown.join('; ')}.`,
    ];
  });
  if (reasons.length === 0) return;
  throw new UnreadableSourceError(
    described,
    `some values are not of the type given for them.${reasons.join('')}`,
    {
      advice:
        'Rows count from 1 after the header. Give another type or date format, or mend the values.',
    },
  );
}

/** Gives every column its name and the type that all of its values have; throws UnreadableSourceError. */
export async function settleTypes(
  read: ReadColumns,
): Promise<{ readonly relation: string; readonly types: readonly string[] }> {
  const { names, proved, rows, connection, options } = read;
  const { types = {}, dateFormats = {} } = options;
  await requireTypes(types, connection);
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
  await requireDeclared(settled, read);
  const selected = settled.map(({ sql }, at) => `${sql} AS ${identifier(names[at] ?? '')}`);
  return {
    relation: `(SELECT ${selected.join(', ')} FROM ${rows})`,
    types: settled.map(({ type }) => type),
  };
}
