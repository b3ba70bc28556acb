import { rm } from 'node:fs/promises';
import type { Engine } from '../../engine/engine.ts';
import { copyToParquet, fileLiteral } from '../../engine/sql.ts';
import { EngineError } from '../../errors.ts';
import { convertOnce, countRows } from '../../upload/convert-source.ts';
import { checkUnchanged } from '../../upload/probe-source.ts';
import { damagedParquet, unpackedPath } from '../../upload/read-parquet-source.ts';
import { exactRows } from '../../upload/report-rows.ts';
import type { RowProblem } from '../../upload/row-problems.ts';
import { UnreadableSourceError } from '../../upload/source-errors.ts';
import { eventSql } from '../map/event-sql.ts';
import { fieldSql } from '../map/field-sql.ts';
import type { SourceMap } from '../map/import-map.ts';
import type { CsvInput, Input, JsonInput } from './open-input.ts';

/** What one file gave. */
export interface ReadEvents {
  /** All of its rows, those that are no rows of a text among them. */
  readonly rows: number;
  readonly badLines: number;
  readonly problems: readonly RowProblem[];
}

/** DuckDB takes an object of JSON into memory as a whole. */
const LARGEST_OBJECT_BYTES = 64 * 2 ** 20;

/**
 * Maps every row of a file, and writes it as `eventSql` gives it, in the order of the file.
 *
 * @throws UnknownColumnError, CorruptSourceError, SourceChangedError, UnreadableSourceError, DiskFullError.
 */
export async function readEvents(
  engine: Engine,
  input: Input,
  source: SourceMap,
  target: string,
): Promise<ReadEvents> {
  const write = async (rows: string): Promise<void> => {
    const query = eventSql(fieldSql(input, source, rows), source);
    await engine.run(`mapping ${input.path}`, copyToParquet(query, target));
  };
  const found =
    input.format === 'csv'
      ? await readText(engine, input, target, write)
      : await readNested(input, write);
  await checkUnchanged(input.source);
  await rm(unpackedPath(engine, input.source), { force: true });
  return { ...found, rows: (await countRows(engine, target)) + found.badLines };
}

type Found = Omit<ReadEvents, 'rows'>;
type Write = (rows: string) => Promise<void>;

const NOTHING_WRONG: Found = { badLines: 0, problems: [] };

/** In one pass if DuckDB can be trusted with the text, else exactly; lines that are no rows are left out. */
async function readText(
  engine: Engine,
  { source }: CsvInput,
  target: string,
  write: Write,
): Promise<Found> {
  const { failure } = await convertOnce(engine, source, target, async (rows) =>
    write((await rows()).sql),
  );
  const isDoubtful = failure instanceof EngineError || failure instanceof RangeError;
  if (!isDoubtful) {
    if (failure instanceof Error) throw failure;
    return NOTHING_WRONG;
  }
  const { rows, ...found } = await exactRows(engine, source);
  await write(rows.sql);
  return found;
}

async function readNested(input: Exclude<Input, CsvInput>, write: Write): Promise<Found> {
  try {
    if (input.format === 'parquet') {
      await write(parquetTable(input.readPath));
    } else {
      await write(jsonRows(input));
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (input.format === 'parquet') throw damagedParquet(input.source, error);
    const reason = input.isArray
      ? 'expected a list of JSON objects, [{...}, {...}], but it is damaged or ends too early. Export it again, or as JSON Lines.'
      : `expected JSON Lines, an object of at most ${LARGEST_OBJECT_BYTES} bytes in each line. Export it so.`;
    throw new UnreadableSourceError('import', input.path, reason, { cause: error });
  }
  return NOTHING_WRONG;
}

/** The objects of a JSON file in SQL, NULL where there is none. */
export function jsonRows({ readPath, isArray }: JsonInput): string {
  const options = [
    fileLiteral(readPath),
    isArray ? "format = 'array'" : "format = 'newline_delimited', ignore_errors = true",
    `maximum_object_size = ${LARGEST_OBJECT_BYTES}`,
    "compression = 'uncompressed'",
  ];
  return `read_json_objects(${options.join(', ')})`;
}

/** The rows of a Parquet file in SQL. */
export function parquetTable(path: string): string {
  return `read_parquet(${fileLiteral(path)}, binary_as_string = true)`;
}
