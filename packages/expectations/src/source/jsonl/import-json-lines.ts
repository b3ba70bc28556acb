import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { UnreadableSourceError } from '../../errors.ts';
import { identifier, text } from '../../sql/quote.ts';
import { requireColumns } from '../csv/csv-options.ts';
import { requireDeclared } from '../csv/require-declared.ts';
import { declared, requireTypes } from '../csv/settle-types.ts';
import type { Settled } from '../csv/settle-types.ts';
import { unreadableFile } from '../csv/unreadable-file.ts';
import { engineTypes } from '../exact-types.ts';
import { requireDistinctNames } from '../distinct-names.ts';
import { BrokenBytesError } from '../unpack/broken-bytes.ts';
import { packingOf, shownPacking } from '../unpack/file-bytes.ts';
import type { PackedFile } from '../unpack/file-bytes.ts';
import { textSql, valueSql } from './cell.ts';
import { Columns, copyLines } from './copy-lines.ts';
import type { CopiedLines } from './copy-lines.ts';
import { MalformedJsonLinesError } from './json-lines-errors.ts';
import type { JsonLinesProblem } from './json-lines-errors.ts';
import { checkJsonLinesOptions } from './json-lines-options.ts';
import type { JsonLinesOptions } from './json-lines-options.ts';
import type { JsonLinesReading } from './json-lines-reading.ts';

/** A source of JSON Lines, with all its options. */
export interface JsonLinesSource extends JsonLinesOptions {
  readonly jsonl: string | readonly string[];
}

/** Files that have become a table: SQL to put after FROM, what was found, and the files to remove after it. */
export interface ImportedJsonLines {
  readonly relation: string;
  readonly reading: JsonLinesReading;
  readonly parts: readonly string[];
}

/** DuckDB's own limit of a line, and so much more as a longer one needs. */
const USUAL_ROW_BYTES = 2_000_000;

/** Types that Parquet keeps without loss; the others are made of texts when they are read. */
const IN_PARQUET = /^(VARCHAR|BOOLEAN|BIGINT|DOUBLE|DECIMAL)/;

/** A file and its copy. */
interface Copied extends CopiedLines {
  readonly file: PackedFile;
  readonly copy: string;
  readonly part: string;
}

/** Columns by position, so that no name can be misread. */
const columnAt = (at: number) => `c${at}`;

/** Our copy as SQL to put after FROM; rows end after their last value, and the rest is null. */
function copySql({ copy, longestBytes }: Copied, columnCount: number): string {
  const room = Math.max(USUAL_ROW_BYTES, longestBytes + 2);
  const columns = Array.from({ length: columnCount }, (_, at) => `'${columnAt(at)}': 'VARCHAR'`);
  return `read_csv(${text(copy)}, ${[
    'auto_detect = false',
    'header = false',
    `new_line = '\\n'`,
    `delim = ','`,
    `quote = '"'`,
    `escape = '"'`,
    `compression = 'none'`,
    `nullstr = ''`,
    'allow_quoted_nulls = false',
    'null_padding = true',
    'parallel = false',
    `max_line_size = ${room}`,
    ...(room > USUAL_ROW_BYTES ? [`buffer_size = ${2 * room}`] : []),
    `columns = {${["'line': 'BIGINT'", ...columns].join(', ')}}`,
  ].join(', ')})`;
}

/** What a column becomes: in our Parquet, and read from there. */
interface SettledColumn {
  readonly name: string;
  readonly stored: string;
  readonly settled: Settled;
}

function settle(
  { kinds }: Columns,
  { types: given = {}, dateFormats = {} }: JsonLinesOptions,
): { readonly columns: readonly SettledColumn[]; readonly problems: readonly JsonLinesProblem[] } {
  const types = engineTypes(given);
  const problems: JsonLinesProblem[] = [];
  const columns = kinds.map((kind, at): SettledColumn => {
    const { name } = kind;
    const column = columnAt(at);
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    const formats = Object.hasOwn(dateFormats, name) ? [dateFormats[name] ?? []].flat() : [];
    if (type !== undefined || formats.length > 0) {
      return { name, stored: textSql(column), settled: declared(column, type, formats) };
    }
    const found = kind.type;
    if (found === null) {
      const { count, examples } = kind.tooLong;
      problems.push({
        kind: 'too_long_number',
        count,
        expected: `no type holds all values of ${JSON.stringify(name)} without rounding ${count} of them`,
        examples: examples.map((each) => ({
          line: each.line,
          found: `has ${each.found.slice(0, 80)}`,
        })),
      });
    }
    const held = found ?? 'VARCHAR';
    const isStored = IN_PARQUET.test(held);
    return {
      name,
      stored: isStored ? valueSql(column, held) : column,
      settled: { type: held, sql: isStored ? column : valueSql(column, held), isWrong: null },
    };
  });
  return { columns, problems };
}

async function linesOf(part: string, rows: readonly number[], connection: DuckDBConnection) {
  const found = await connection.runAndReadAll(
    `SELECT file_row_number, line FROM read_parquet(${text(part)}, file_row_number = true)
     WHERE file_row_number IN (${rows.join(', ')})`,
  );
  return new Map(found.getRows().map(([row, line]) => [Number(row), Number(line)] as const));
}

/** Copies the files one after the other; throws UnreadableSourceError and MalformedJsonLinesError. */
async function copyFiles(
  source: JsonLinesSource,
  described: string,
  columns: Columns,
  partOf: (at: number) => string,
): Promise<readonly Copied[]> {
  const copied: Copied[] = [];
  for (const [at, path] of [source.jsonl].flat().entries()) {
    const part = partOf(at);
    const copy = `${part}.csv`;
    try {
      const { maxUnpackedBytes } = source;
      const file = { path, packing: await packingOf(path, maxUnpackedBytes), maxUnpackedBytes };
      copied.push({ file, copy, part, ...(await copyLines(file, columns, copy)) });
    } catch (error) {
      throw unreadableFile(described, path, error);
    }
    const problems = copied.at(-1)?.problems ?? [];
    if (problems.length > 0) throw new MalformedJsonLinesError(path, problems);
  }
  return copied;
}

/**
 * Reads files of JSON Lines, each once, into files of ours in `folder`, and finds the columns' types from all rows.
 * Throws UnreadableSourceError, MalformedJsonLinesError, and ExpectationsError for options that do not fit.
 */
export async function importJsonLines(
  source: JsonLinesSource,
  connection: DuckDBConnection,
  folder: string,
  name: string,
): Promise<ImportedJsonLines> {
  checkJsonLinesOptions(source);
  const described = [source.jsonl].flat().join(', ');
  const found = new Columns();
  const partOf = (at: number) => join(folder, `${name}-${at}.parquet`);
  try {
    const copied = await copyFiles(source, described, found, partOf);
    if (found.kinds.length === 0) {
      const reason = 'it has no object with a key; expected lines such as {"id": 1}.';
      throw unreadableFile(described, described, new BrokenBytesError(reason));
    }
    const names = found.kinds.map((kind) => kind.name);
    requireDistinctNames(names);
    requireColumns(described, names, source);
    await requireTypes(source.types ?? {}, connection);
    const { columns, problems } = settle(found, source);
    if (problems.length > 0) throw new MalformedJsonLinesError(described, problems);
    const stored = columns.map((column, at) => `${column.stored} AS ${columnAt(at)}`).join(', ');
    for (const each of copied) {
      const from = copySql(each, columns.length);
      const written = await connection.runAndReadAll(
        `COPY (SELECT line, ${stored} FROM ${from}) TO ${text(each.part)} (FORMAT parquet)`,
      );
      const rows = Number(written.getRows()[0]?.[0]);
      if (rows !== each.rows) {
        throw new UnreadableSourceError(
          described,
          `${each.file.path} has ${each.rows} rows, and ${rows} of them were read.`,
        );
      }
      await rm(each.copy, { force: true });
    }
    const parts = copied.map(({ part }) => part);
    await requireDeclared(
      copied.map(({ file, part }) => ({
        path: file.path,
        part,
        linesOf: (rows) => linesOf(part, rows, connection),
      })),
      columns.flatMap(({ name: column, settled: { type, isWrong } }, at) =>
        isWrong === null ? [] : [{ name: column, column: columnAt(at), type, isWrong }],
      ),
      connection,
      (path, wrong) =>
        new MalformedJsonLinesError(
          path,
          wrong.map((each) => ({ ...each, kind: 'wrong_type' })),
        ),
    );
    const selected = columns.map(
      ({ name: column, settled }) => `${settled.sql} AS ${identifier(column)}`,
    );
    return {
      relation: `(SELECT ${selected.join(', ')} FROM read_parquet([${parts.map(text).join(', ')}]))`,
      parts,
      reading: {
        rows: copied.reduce((sum, { rows }) => sum + rows, 0),
        columns: Object.fromEntries(columns.map((each) => [each.name, each.settled.type])),
        files: copied.map(({ file, rows }) => ({
          file: file.path,
          rows,
          compression: shownPacking(file.packing),
        })),
      },
    };
  } catch (error) {
    for (const at of [source.jsonl].flat().keys()) {
      await rm(partOf(at), { force: true });
      await rm(`${partOf(at)}.csv`, { force: true });
    }
    throw error;
  }
}
