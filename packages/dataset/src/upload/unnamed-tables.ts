import type { ObjectEntry, ObjectStore } from '../store/object-store.ts';
import { DATASETS_PREFIX, manifestKey } from './manifest.ts';
import { nameOfTableFile, namedByManifest } from './sweep-tables.ts';

/** A table's file, and whether a data set has it. */
export interface TableFile {
  readonly entry: ObjectEntry;
  /** Which data set names it, or that this cannot be known. Null: none does. */
  readonly named: string | null;
  /**
   * Nobody has come to name it since: the time of the file or, if that is later, of the manifest, as an upload or a run
   * that read the one before may still name the files of that.
   */
  readonly since: Date;
}

/** All files of tables. Their times and manifests are read in this order: what a manifest names later was written later. */
export async function unnamedTables(store: ObjectStore): Promise<readonly TableFile[]> {
  const files = new Map<string, ObjectEntry[]>();
  for await (const entry of store.entries(DATASETS_PREFIX)) {
    const name = nameOfTableFile(entry.key);
    if (name !== undefined) files.set(name, [...(files.get(name) ?? []), entry]);
  }
  const tables: TableFile[] = [];
  for (const [name, entries] of files) {
    const named = await namedByManifest(store, name);
    const replacedAt = (await store.exists(manifestKey(name)))
      ? (await store.head(manifestKey(name))).modifiedAt
      : new Date(0);
    for (const entry of entries) {
      tables.push({
        entry,
        named:
          named === null
            ? `the manifest of data set ${name} cannot be read`
            : named.has(entry.key)
              ? `of data set ${name}`
              : null,
        since: entry.modifiedAt > replacedAt ? entry.modifiedAt : replacedAt,
      });
    }
  }
  return tables;
}
