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
import { emptyTable } from './list-table.ts';
import type { ListTable, ListTableSchema, NumberColumn } from './list-table.ts';

const ACTIONS_TYPE = new List(new Field('item', new Uint8(), false));

/** Writes a table as an Arrow IPC file of one record batch: the columns' own bytes, uncompressed. */
export async function writeArrowFile(path: string, table: ListTable): Promise<void> {
  const { offsets, actions } = table;
  const length = offsets.length - 1;
  const fields: Field[] = [new Field('actions', ACTIONS_TYPE, false)];
  const children: Data[] = [
    makeData({
      type: ACTIONS_TYPE,
      length,
      nullCount: 0,
      // Arrow's list offsets are int32; ours never reach 2^31, being offsets into a typed array.
      valueOffsets: new Int32Array(offsets.buffer, offsets.byteOffset, offsets.length),
      child: makeData({ type: new Uint8(), length: actions.length, nullCount: 0, data: actions }),
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
 * @throws InvalidColumnsError if the file is no such table.
 */
export async function readArrowFile(path: string, schema: ListTableSchema): Promise<ListTable> {
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
  if (batch === undefined) return emptyTable(schema);

  const list = batch.getChild('actions')?.data[0];
  const items = list?.children[0];
  if (
    list === undefined ||
    items === undefined ||
    !DataType.isList(list.type) ||
    !(items.values instanceof Uint8Array)
  ) {
    throw new InvalidColumnsError(path, 'expected the column actions as a list of uint8');
  }
  const columns = new Map<string, NumberColumn>();
  for (const name of Object.keys(schema)) {
    const values: unknown = batch.getChild(name)?.data[0]?.values;
    if (
      values instanceof Uint8Array ||
      values instanceof Uint32Array ||
      values instanceof Float64Array
    ) {
      columns.set(name, values.subarray(0, batch.numRows));
    }
  }
  const offsets: unknown = list.valueOffsets;
  if (!(offsets instanceof Int32Array))
    throw new InvalidColumnsError(path, 'expected offsets of 32 bits');
  return {
    offsets: new Uint32Array(offsets.buffer, offsets.byteOffset, batch.numRows + 1),
    actions: items.values.subarray(0, offsets[batch.numRows]),
    columns,
  };
}
