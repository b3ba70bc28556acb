import { withEngine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { DatasetNotFoundError, InvalidManifestError, InvalidOptionError } from '../errors.ts';
import { TABLES, TABLE_NAMES } from '../schema/tables.ts';
import type { TableName } from '../schema/tables.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { digestSource } from './digest-source.ts';
import { DUPLICATE_RULES } from './duplicate-rows.ts';
import type { DuplicateRule } from './duplicate-rows.ts';
import { MANIFEST_VERSION, readManifest } from './manifest.ts';
import type { DatasetManifest, TableManifest } from './manifest.ts';
import { probeSource } from './probe-source.ts';
import { publishDataset } from './publish-dataset.ts';
import { InvalidSourcesError, SourceError } from './source-errors.ts';
import { isTableIntact } from './table-file.ts';
import { convertTable } from './upload-table.ts';
import type { ConvertedTable } from './upload-table.ts';

/** Paths of CSV or Parquet files, packed or not; only the browsing table is needed. */
export interface UploadSources {
  readonly browsing_train: string;
  readonly search_train?: string | undefined;
  readonly sku_to_content?: string | undefined;
}

export interface UploadOptions {
  readonly store: ObjectStore;
  /** The data set's name in the store: 'shop' or a path such as 'coveo/2021'. */
  readonly name: string;
  readonly sources: UploadSources;
  /** What to do with rows that are equal in all columns; 'error' unless given. */
  readonly duplicates?: DuplicateRule;
  /** The most bytes that a packed file may unpack to; 200 times its size, or 1 GiB if that is more, unless given. */
  readonly maxUnpackedBytes?: number;
  readonly engine?: EngineOptions;
  readonly onProgress?: OnProgress;
}

export interface UploadResult {
  readonly manifest: DatasetManifest;
  /** Whether the store held all of it already, so that nothing was written. */
  readonly skipped: boolean;
}

/**
 * Checks CSV files against the tables' schema and stores them as typed Parquet with a manifest.
 *
 * Every file is checked before the first byte goes to the store. Tables whose source and options are those of the
 * data set already there are kept. A table's file is named by its digest and the manifest goes last, so that readers
 * have the old data set or the new one, whatever happens meanwhile. Files of older uploads stay: see `sweepTables`.
 *
 * @throws SourceError of any kind if one file is at fault, InvalidSourcesError if several are.
 * @throws DiskFullError, InvalidOptionError, InvalidKeyError.
 */
export async function uploadDataset(options: UploadOptions): Promise<UploadResult> {
  const { store, name, sources, duplicates = 'error', onProgress = ignore } = options;
  if (!DUPLICATE_RULES.includes(duplicates)) {
    throw new InvalidOptionError('duplicates', duplicates, `one of ${DUPLICATE_RULES.join(', ')}`);
  }
  const { maxUnpackedBytes } = options;
  if (maxUnpackedBytes !== undefined && !(maxUnpackedBytes > 0)) {
    throw new InvalidOptionError('maxUnpackedBytes', maxUnpackedBytes, 'a number above 0');
  }
  const before = await manifestBefore(store, name);
  const reads = TABLE_NAMES.flatMap((table) => sources[table] ?? []);
  return withEngine(options.engine ?? {}, { reads }, async (engine) => {
    const kept = new Map<TableName, TableManifest>();
    const converted = new Map<TableName, ConvertedTable>();
    const errors: SourceError[] = [];
    for (const table of TABLE_NAMES) {
      const path = sources[table];
      if (path === undefined) continue;
      try {
        const source = await probeSource(TABLES[table], path, maxUnpackedBytes);
        const known =
          before?.duplicates === duplicates && before.tables.find((entry) => entry.name === table);
        if (
          known &&
          (await digestSource(source)) === known.source.sha256 &&
          (await isTableIntact(store, name, known))
        ) {
          kept.set(table, known);
        } else {
          converted.set(
            table,
            await convertTable(engine, table, source, { duplicates, onProgress }),
          );
        }
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        errors.push(error);
      }
    }
    const [first] = errors;
    if (first !== undefined) throw errors.length === 1 ? first : new InvalidSourcesError(errors);

    const tables = TABLE_NAMES.flatMap(
      (table) => kept.get(table) ?? converted.get(table)?.manifest ?? [],
    );
    const manifest = { version: MANIFEST_VERSION, name, duplicates, tables };
    if (converted.size === 0 && before?.tables.length === tables.length)
      return { manifest: before, skipped: true };
    const files = new Map([...converted].map(([table, { path }]) => [table, path]));
    await publishDataset({ store, manifest, files, onProgress });
    return { manifest, skipped: false };
  });
}

/** A damaged or older manifest counts as none: the data set is written anew. */
async function manifestBefore(
  store: ObjectStore,
  name: string,
): Promise<DatasetManifest | undefined> {
  try {
    return await readManifest(store, name);
  } catch (error) {
    if (error instanceof DatasetNotFoundError || error instanceof InvalidManifestError)
      return undefined;
    throw error;
  }
}

function ignore(): void {
  return undefined;
}
