import type { OnProgress } from '../engine/progress.ts';
import type { TableName } from '../schema/tables.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { encodeManifest, manifestKey, tableKey } from './manifest.ts';
import type { DatasetManifest } from './manifest.ts';

export interface PublishOptions {
  readonly store: ObjectStore;
  /** What the data set is from now on. */
  readonly manifest: DatasetManifest;
  /** Local Parquet files of the manifest's tables; those that the store holds already may be absent. */
  readonly files: ReadonlyMap<TableName, string>;
  readonly onProgress?: OnProgress;
}

/**
 * Stores a data set's tables, each under a name that no other bytes have, and then the manifest, in one step, which
 * makes it the data set that readers see. Until then they see the one of before.
 */
export async function publishDataset(options: PublishOptions): Promise<void> {
  const { store, manifest, files, onProgress } = options;
  for (const table of manifest.tables) {
    const path = files.get(table.name);
    if (path === undefined) continue;
    const progress = { stage: 'store', table: table.name, rows: table.rows };
    const totalBytes = table.parquet.bytes;
    onProgress?.({ ...progress, bytes: 0, totalBytes });
    // Written even if the key is there: what lies there may be damaged.
    await store.putFile(tableKey(manifest.name, table), path);
    onProgress?.({ ...progress, bytes: totalBytes, totalBytes });
  }
  await store.put(manifestKey(manifest.name), encodeManifest(manifest));
}
