import { CONTEXT_FACTS, unknownContext, type SessionContext } from '@lf/contract';
import { takeColumn } from '../columns/list-table.ts';
import type { ListTable, ListTableSchema, NumberColumn } from '../columns/list-table.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { LabelledSequences } from './labelled-sequences.ts';

// Loaded on first use: Arrow and DuckDB cost more to load than the rest of the package
const arrowFiles = () => import('../columns/arrow-file.ts');
const parquetFiles = () => import('../columns/parquet-file.ts');

const SCHEMA = {
  label: 'uint8',
  cut: 'uint8',
  group: 'uint32',
  start_ms: 'float64',
} as const satisfies ListTableSchema;

/** The columns of a context, one a fact. */
const CONTEXT_SCHEMA: ListTableSchema = Object.fromEntries(
  CONTEXT_FACTS.map(({ name }) => [name, 'float64'] as const),
);

/**
 * Writes labelled sequences as an Arrow IPC file: actions (list of uint8), label, cut, group and start_ms.
 *
 * @param context of the same rows: a column of float64 for each fact, NaN where it is not known
 */
export async function writeSequencesArrow(
  path: string,
  sequences: LabelledSequences,
  context?: SessionContext,
): Promise<void> {
  const { writeArrowFile } = await arrowFiles();
  const table = toTable(sequences);
  const columns = new Map([...table.columns, ...(context ? factColumns(context) : [])]);
  return writeArrowFile(path, { ...table, columns });
}

function factColumns({ facts }: SessionContext): [string, Float64Array][] {
  const width = CONTEXT_FACTS.length;
  return CONTEXT_FACTS.map(({ name }, fact) => [
    name,
    Float64Array.from(
      { length: facts.length / width },
      (_, row) => facts[row * width + fact] ?? NaN,
    ),
  ]);
}

/**
 * Reads the context that `writeSequencesArrow` wrote beside the sequences.
 *
 * @throws InvalidColumnsError if the file has none.
 */
export async function readContextArrow(path: string): Promise<SessionContext> {
  const { readArrowFile } = await arrowFiles();
  const table = await readArrowFile(path, CONTEXT_SCHEMA, Uint8Array);
  const context = unknownContext(table.offsets.length - 1);
  CONTEXT_FACTS.forEach(({ name }, fact) => {
    takeColumn(table, path, name, Float64Array).forEach((value, row) => {
      context.facts[row * CONTEXT_FACTS.length + fact] = value;
    });
  });
  return context;
}

/**
 * Reads what `writeSequencesArrow` wrote, without copying the columns.
 *
 * @throws InvalidColumnsError if the file is not such a table.
 */
export async function readSequencesArrow(path: string): Promise<LabelledSequences> {
  const { readArrowFile } = await arrowFiles();
  return fromTable(path, await readArrowFile(path, SCHEMA, Uint8Array));
}

/** Writes labelled sequences as a zstd Parquet file with the columns of `writeSequencesArrow`. */
export async function writeSequencesParquet(
  path: string,
  sequences: LabelledSequences,
  engine: EngineOptions = {},
): Promise<void> {
  const { writeParquetFile } = await parquetFiles();
  return writeParquetFile(path, toTable(sequences), engine);
}

/**
 * Reads a Parquet file with the columns of `writeSequencesParquet`.
 *
 * @throws InvalidColumnsError if a column is missing or of another kind.
 */
export async function readSequencesParquet(
  path: string,
  engine: EngineOptions = {},
): Promise<LabelledSequences> {
  const { readParquetFile } = await parquetFiles();
  return fromTable(path, await readParquetFile(path, SCHEMA, engine));
}

function toTable(sequences: LabelledSequences): ListTable {
  return {
    offsets: sequences.offsets,
    values: sequences.actions,
    columns: new Map<string, NumberColumn>([
      ['label', sequences.labels],
      ['cut', sequences.cuts],
      ['group', sequences.groups],
      ['start_ms', sequences.startMs],
    ]),
  };
}

function fromTable(path: string, table: ListTable): LabelledSequences {
  return {
    offsets: table.offsets,
    actions: table.values,
    labels: takeColumn(table, path, 'label', Uint8Array),
    cuts: takeColumn(table, path, 'cut', Uint8Array),
    groups: takeColumn(table, path, 'group', Uint32Array),
    startMs: takeColumn(table, path, 'start_ms', Float64Array),
  };
}
