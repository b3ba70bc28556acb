import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { DatasetError, openStore, uploadDataset } from '../../src/index.ts';
import type { DuplicateRule, TableName } from '../../src/index.ts';
import { csv, event, fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

/** What an engine, a library or a system says, and no user should read. */
export const FOREIGN_WORDS =
  /DuckDB|CSV Error|Invalid Input|IO Error|Binder Error|Conversion Error|LINE \d|SELECT |read_csv|read_parquet|state machine|Z_[A-Z]|zlib|ENOENT|undefined|NaN|\[object/;

/** Uploads one bad table and gives the error, having checked that the store is as empty as before. */
export async function refusal(
  content: string | Uint8Array | { readonly path: string },
  table: TableName = 'browsing_train',
  duplicates: DuplicateRule = 'error',
): Promise<DatasetError> {
  const root = await tempDirectory();
  const path =
    content instanceof Uint8Array || typeof content === 'string'
      ? await fileWith(content)
      : content.path;
  const good = await fileWith(csv('browsing_train', [event()]));
  const tempRoot = await tempDirectory();
  const error: unknown = await uploadDataset({
    store: openStore(`file:${root}`),
    name: 'shop',
    sources: { browsing_train: good, [table]: path },
    duplicates,
    engine: { tempDirectory: tempRoot },
  }).catch((reason: unknown) => reason);
  expect(await readdir(root)).toEqual([]);
  expect(await readdir(tempRoot)).toEqual([]);
  if (!(error instanceof DatasetError)) throw new Error('not refused', { cause: error });
  expect(error.message).not.toMatch(FOREIGN_WORDS);
  return error;
}
