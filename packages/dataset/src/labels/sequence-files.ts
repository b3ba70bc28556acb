import { readArrowFile, writeArrowFile } from '../columns/arrow-file.ts';
import { takeColumn } from '../columns/list-table.ts';
import type { ListTable, ListTableSchema, NumberColumn } from '../columns/list-table.ts';
import { readParquetFile, writeParquetFile } from '../columns/parquet-file.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { LabelledSequences } from './labelled-sequences.ts';

const SCHEMA = {
  label: 'uint8',
  cut: 'uint8',
  group: 'uint32',
  start_ms: 'float64',
} as const satisfies ListTableSchema;

/** Writes labelled sequences as an Arrow IPC file: actions (list of uint8), label, cut, group and start_ms. */
export function writeSequencesArrow(path: string, sequences: LabelledSequences): Promise<void> {
  return writeArrowFile(path, toTable(sequences));
}

/**
 * Reads what `writeSequencesArrow` wrote, without copying the columns.
 *
 * @throws InvalidColumnsError if the file is no such table.
 */
export async function readSequencesArrow(path: string): Promise<LabelledSequences> {
  return fromTable(path, await readArrowFile(path, SCHEMA));
}

/** Writes labelled sequences as a zstd Parquet file with the columns of `writeSequencesArrow`. */
export function writeSequencesParquet(
  path: string,
  sequences: LabelledSequences,
  engine: EngineOptions = {},
): Promise<void> {
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
  return fromTable(path, await readParquetFile(path, SCHEMA, engine));
}

function toTable(sequences: LabelledSequences): ListTable {
  return {
    offsets: sequences.offsets,
    actions: sequences.actions,
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
    actions: table.actions,
    labels: takeColumn(table, path, 'label', Uint8Array),
    cuts: takeColumn(table, path, 'cut', Uint8Array),
    groups: takeColumn(table, path, 'group', Uint32Array),
    startMs: takeColumn(table, path, 'start_ms', Float64Array),
  };
}
