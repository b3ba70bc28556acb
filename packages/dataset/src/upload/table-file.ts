import { ObjectNotFoundError, TableDamagedError, TableNotFoundError } from '../errors.ts';
import type { TableName } from '../schema/tables.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { readManifest, tableKey } from './manifest.ts';
import type { DatasetManifest, TableManifest } from './manifest.ts';

/**
 * A path on this machine to read a table of a data set from. The whole file is read once, to check that it is the one
 * that the manifest names.
 *
 * @param dataset its name, for the data set as it is now; or a manifest, for that very one, even if another has been
 *   uploaded since.
 * @throws DatasetNotFoundError, InvalidManifestError, TableNotFoundError; TableDamagedError if the file is gone or not
 *   what the manifest says.
 */
export async function tablePath(
  store: ObjectStore,
  dataset: string | DatasetManifest,
  table: TableName,
): Promise<string> {
  const { name, tables } =
    typeof dataset === 'string' ? await readManifest(store, dataset) : dataset;
  const entry = tables.find((each) => each.name === table);
  if (entry === undefined) {
    throw new TableNotFoundError(
      name,
      table,
      tables.map((each) => each.name),
    );
  }
  const damage = await findDamage(store, name, entry);
  if (damage !== null) throw new TableDamagedError(tableKey(name, entry), damage);
  return store.localPath(tableKey(name, entry));
}

/** Whether a table's file is in the store with the bytes that its manifest names. */
export async function isTableIntact(
  store: ObjectStore,
  name: string,
  table: TableManifest,
): Promise<boolean> {
  return (await findDamage(store, name, table)) === null;
}

/** What is wrong with a table's file, in words; null if nothing is. */
async function findDamage(
  store: ObjectStore,
  name: string,
  table: TableManifest,
): Promise<string | null> {
  const expected = table.parquet;
  let found;
  try {
    found = await store.digest(tableKey(name, table));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return 'nothing';
    throw error;
  }
  if (found.bytes !== expected.bytes) return `${found.bytes} bytes instead of ${expected.bytes}`;
  return found.sha256 === expected.sha256 ? null : 'other bytes of the same size';
}
