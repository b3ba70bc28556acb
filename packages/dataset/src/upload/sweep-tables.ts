import { TABLE_NAMES } from '../schema/tables.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { DATASETS_PREFIX, manifestKey, readManifest, tableKey } from './manifest.ts';

/** Younger files may belong to an upload, or to a run, that has not yet said so. */
const DEFAULT_GRACE_MS = 24 * 60 * 60 * 1000;

export interface SweepOptions {
  readonly store: ObjectStore;
  /** Keys of table files that somebody else, such as a run, refers to. */
  readonly keep: ReadonlySet<string>;
  readonly now: Date;
  /** Files changed less than this ago stay; a day unless given. */
  readonly graceMs?: number;
}

/**
 * Deletes the table files that no manifest and nobody else names any more, and those of the layout before version 2.
 * A data set whose manifest cannot be read is left alone.
 *
 * @returns the keys that went.
 */
export async function sweepTables(options: SweepOptions): Promise<readonly string[]> {
  const { store, keep, now, graceMs = DEFAULT_GRACE_MS } = options;
  const found = new Map<string, string[]>();
  for await (const key of store.list(DATASETS_PREFIX)) {
    const name = nameOfTableFile(key);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), key]);
  }
  const swept: string[] = [];
  for (const [name, keys] of found) {
    const named = await namedByManifest(store, name);
    if (named === null) continue;
    for (const key of keys) {
      if (named.has(key) || keep.has(key)) continue;
      if (now.getTime() - (await store.head(key)).modifiedAt.getTime() < graceMs) continue;
      await store.delete(key);
      swept.push(key);
    }
  }
  return swept;
}

const TABLE_FILE = new RegExp(
  `^${DATASETS_PREFIX}(?<name>.+)/(?:${TABLE_NAMES.join('|')})(?:-[0-9a-f]{64})?\\.parquet$`,
);

/** The data set that a key belongs to, if it is one of a table's file. */
export function nameOfTableFile(key: string): string | undefined {
  return TABLE_FILE.exec(key)?.groups?.['name'];
}

/** Null: it is not known what the manifest names. */
export async function namedByManifest(
  store: ObjectStore,
  name: string,
): Promise<ReadonlySet<string> | null> {
  if (!(await store.exists(manifestKey(name)))) return new Set();
  try {
    const { tables } = await readManifest(store, name);
    return new Set(tables.map((table) => tableKey(name, table)));
  } catch {
    return null;
  }
}
