import { openStore, tablePath, uploadDataset } from '../src/index.ts';
import { csv, fileWith } from './csv-files.ts';
import { tempDirectory } from './temp-directory.ts';

/** Uploads browsing events and gives the path of their Parquet file. */
export async function storedEvents(lines: readonly string[]): Promise<string> {
  const store = openStore(`file:${await tempDirectory()}`);
  const source = await fileWith(csv('browsing_train', lines));
  await uploadDataset({ store, name: 'shop', sources: { browsing_train: source } });
  return tablePath(store, 'shop', 'browsing_train');
}
