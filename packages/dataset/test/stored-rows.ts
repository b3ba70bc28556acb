import { DuckDBInstance } from '@duckdb/node-api';
import { openStore, tablePath, uploadDataset } from '../src/index.ts';
import type { TableName } from '../src/index.ts';
import { csv, event, fileWith } from './csv-files.ts';
import { tempDirectory } from './temp-directory.ts';

/** Uploads a file as a table and gives the rows that are stored, as JSON has them: a BIGINT as text. */
export async function storedRows(
  content: string | Uint8Array,
  options: { readonly table?: TableName; readonly fileName?: string } = {},
): Promise<Record<string, unknown>[]> {
  const { table = 'browsing_train', fileName = 'source.csv' } = options;
  const store = openStore(`file:${await tempDirectory()}`);
  const browsing = await fileWith(csv('browsing_train', [event()]));
  await uploadDataset({
    store,
    name: 'shop',
    sources: { browsing_train: browsing, [table]: await fileWith(content, fileName) },
  });
  return parquetRecords(await tablePath(store, 'shop', table));
}

/** The rows of a Parquet file in their order, as JSON has them. */
export async function parquetRecords(path: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
    return result.getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
