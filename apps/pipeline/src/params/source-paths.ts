import { TABLE_NAMES, type TableName } from '@lf/dataset';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PipelineError } from '../errors.ts';
import type { Settings } from '../settings/load.ts';

/** Paths of the raw tables; null: the table is not there. Without browsing_train: the synthetic shop. */
export type SourcePaths = Readonly<Record<TableName, string | null>>;

/** What the system says of the files of raw tables, by path: enough to notice that one was replaced. */
export type SourceStates = Readonly<Record<string, string>>;

/** The raw tables' files as they are now; one that cannot be looked at has none. */
export async function sourceStates(sources: SourcePaths): Promise<SourceStates> {
  const states: [string, string][] = [];
  for (const path of Object.values(sources)) {
    const found = path === null ? null : await stat(path).catch(() => null);
    if (path !== null && found !== null) {
      states.push([path, `${found.size} bytes of ${found.mtime.toISOString()}`]);
    }
  }
  return Object.fromEntries(states);
}

/** The raw tables that the settings name. */
export function sourcesOf(settings: Settings): SourcePaths {
  const absolute = (path: string | undefined) => (path === undefined ? null : resolve(path));
  return {
    browsing_train: absolute(settings.BROWSING_TRAIN_PATH),
    search_train: absolute(settings.SEARCH_TRAIN_PATH),
    sku_to_content: absolute(settings.SKU_TO_CONTENT_PATH),
  };
}

/** How the files of tables end; what a file is, its content tells. */
const ENDINGS = ['csv', 'csv.gz', 'csv.zst', 'csv.zip', 'zip', 'parquet'];

/**
 * The raw tables in a folder, by their names, such as `<table>.csv` or `<table>.csv.gz`.
 *
 * @throws PipelineError if there is no browsing_train, or a table is there twice
 */
export async function sourcesIn(folder: string): Promise<SourcePaths> {
  const found: Record<TableName, string | null> = {
    browsing_train: null,
    search_train: null,
    sku_to_content: null,
  };
  for (const table of TABLE_NAMES) {
    const paths = ENDINGS.map((ending) => resolve(join(folder, `${table}.${ending}`)));
    const areThere = await Promise.all(paths.map(isFile));
    const [path = null, second] = paths.filter((_, at) => areThere[at]);
    if (path !== null && second !== undefined) {
      throw new PipelineError(
        'table_found_twice',
        `Looking for ${table}: expected one file, found ${path} and ${second}. Remove one of them, or name the one to read by ${table.toUpperCase()}_PATH in place of --data.`,
      );
    }
    found[table] = path;
  }
  if (found.browsing_train === null) {
    throw new PipelineError(
      'no_browsing_table',
      `Looking for the raw tables in ${resolve(folder)}: expected browsing_train.csv, or one that ends with ${ENDINGS.slice(1).join(', ')}, found none. Give the folder that holds it with --data.`,
    );
  }
  return found;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    // What is there and cannot be looked at is explained by whoever reads it.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
