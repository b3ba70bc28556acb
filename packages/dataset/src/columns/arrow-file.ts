import { readFile, writeFile } from 'node:fs/promises';
import {
  DataType,
  Field,
  Float64,
  List,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Uint32,
  Uint8,
  makeData,
  tableFromIPC,
  tableToIPC,
} from 'apache-arrow';
import type { Data } from 'apache-arrow';
import { writeAtomically } from '../store/atomic-write.ts';
import { InvalidColumnsError } from './columns-errors.ts';
import { LIST_COLUMNS, emptyTable, typeOf } from './list-table.ts';
import type { ListTable, ListTableSchema, ListValues, NumberColumn } from './list-table.ts';

/** Writes a table as an Arrow IPC file of one record batch: the columns' own bytes, uncompressed. */
export async function writeArrowFile(path: string, table: ListTable<ListValues>): Promise<void> {
  const { offsets, values } = table;
  const length = offsets.length - 1;
  const child = toData(values);
  const type = new List(new Field('item', child.type, false));
  const fields: Field[] = [new Field(LIST_COLUMNS[listTypeOf(values)], type, false)];
  const children: Data[] = [
    makeData({
      type,
      length,
      nullCount: 0,
      // Arrow's list offsets are int32; ours never reach 2^31, being offsets into a typed array.
      valueOffsets: new Int32Array(offsets.buffer, offsets.byteOffset, offsets.length),
      child,
    }),
  ];
  for (const [name, column] of table.columns) {
    const data = toData(column);
    fields.push(new Field(name, data.type, false));
    children.push(data);
  }
  const schema = new Schema(fields);
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(fields), length, nullCount: 0, children }),
  );
  const bytes = tableToIPC(new Table(schema, batch), 'file');
  await writeAtomically(path, (hiddenPath) => writeFile(hiddenPath, bytes));
}

/** Which list column holds such values. */
function listTypeOf(values: ListValues): keyof typeof LIST_COLUMNS {
  return values instanceof Uint8Array ? 'uint8' : 'uint32';
}

/** An Arrow IPC file begins and ends with these bytes. */
const MAGIC = new TextEncoder().encode('ARROW1');

function isWhole(bytes: Uint8Array): boolean {
  const end = bytes.length - MAGIC.length;
  return (
    end > MAGIC.length && MAGIC.every((byte, at) => bytes[at] === byte && bytes[end + at] === byte)
  );
}

function toData(column: NumberColumn): Data<Uint8 | Uint32 | Float64> {
  const props = { length: column.length, nullCount: 0 };
  if (column instanceof Uint8Array) return makeData({ ...props, type: new Uint8(), data: column });
  if (column instanceof Uint32Array)
    return makeData({ ...props, type: new Uint32(), data: column });
  return makeData({ ...props, type: new Float64(), data: column });
}

/**
 * Reads a file that `writeArrowFile` wrote; the columns are views into the file's bytes, not copies.
 *
 * @param kind what the lists hold
 * @throws InvalidColumnsError if the file is no such table.
 */
export async function readArrowFile<Values extends ListValues>(
  path: string,
  schema: ListTableSchema,
  kind: {
    new (length: number): Values;
    new (buffer: ArrayBufferLike, byteOffset: number, length: number): Values;
  },
): Promise<ListTable<Values>> {
  // A copy of its own starts at an aligned address; small files may else lie anywhere in Node's pool.
  const bytes = await readFile(path);
  const aligned =
    bytes.byteOffset % Float64Array.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  if (!isWhole(aligned))
    throw new InvalidColumnsError(path, 'it is no Arrow IPC file, or cut short');
  let batches;
  try {
    batches = tableFromIPC(aligned).batches.filter((batch) => batch.numRows > 0);
  } catch (error) {
    throw new InvalidColumnsError(path, 'its Arrow data are damaged', { cause: error });
  }
  const [batch] = batches;
  if (batches.length > 1) {
    throw new InvalidColumnsError(path, `expected one record batch, found ${batches.length}`);
  }
  const noValues = new kind(0);
  if (batch === undefined) return emptyTable(schema, noValues);

  const listName = LIST_COLUMNS[listTypeOf(noValues)];
  const list = batch.getChild(listName)?.data[0];
  const offsets: unknown = list?.valueOffsets;
  const all: unknown = list?.children[0]?.values;
  if (
    list === undefined ||
    !DataType.isList(list.type) ||
    !(offsets instanceof Int32Array) ||
    !(all instanceof kind)
  ) {
    throw new InvalidColumnsError(
      path,
      `expected the column ${listName} as a list of ${typeOf(noValues)}`,
    );
  }
  const columns = new Map<string, NumberColumn>();
  for (const name of Object.keys(schema)) {
    const column: unknown = batch.getChild(name)?.data[0]?.values;
    if (
      column instanceof Uint8Array ||
      column instanceof Uint32Array ||
      column instanceof Float64Array
    ) {
      columns.set(name, column.subarray(0, batch.numRows));
    }
  }
  return {
    offsets: new Uint32Array(offsets.buffer, offsets.byteOffset, batch.numRows + 1),
    values: new kind(all.buffer, all.byteOffset, offsets[batch.numRows] ?? 0),
    columns,
  };
}
