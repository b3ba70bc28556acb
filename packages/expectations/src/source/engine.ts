import { rmdirSync, rmSync } from 'node:fs';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { text } from '../sql/quote.ts';
import { borrowInUtc, inUtc } from './in-utc.ts';
import type { Source } from './source.ts';
import { makeWorkFolder } from './work-folder.ts';

/** DuckDB at work, and how to end it. */
export interface Opened {
  readonly connection: DuckDBConnection;
  /** Whether we started it; a caller's own is neither confined nor closed. */
  readonly isOurs: boolean;
  /** A folder of ours alone, for as long as the table is open; made on first use, or before it is confined. */
  readonly workFolder: () => string;
  readonly close: () => Promise<void>;
}

/**
 * Starts DuckDB in a thread of its own, so that this one can do something else meanwhile.
 * A caller's own connection stays open; ours (for null too) is closed with the table.
 */
export async function begin(source: Source | null): Promise<{ readonly opened: Promise<Opened> }> {
  if (source !== null && 'relation' in source) {
    return { opened: callersOwn(source.connection) };
  }
  const { DuckDBInstance } = await import('@duckdb/node-api');
  return { opened: DuckDBInstance.create(':memory:').then(connected) };
}

/** Nearly always nothing was spilled, and an empty folder is removed without loading what removes a tree. */
function removeFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    rmSync(path, { recursive: true, force: true });
  }
}

function folderOnce(): { readonly path: () => string; readonly remove: () => void } {
  let made: string | null = null;
  return {
    path: () => (made ??= makeWorkFolder()),
    remove: () => {
      if (made !== null) removeFolder(made);
    },
  };
}

async function callersOwn(connection: DuckDBConnection): Promise<Opened> {
  const folder = folderOnce();
  const giveBack = await borrowInUtc(connection);
  return {
    connection,
    isOurs: false,
    workFolder: folder.path,
    close: async () => {
      folder.remove();
      await giveBack();
    },
  };
}

async function connected(instance: DuckDBInstance): Promise<Opened> {
  const connection = await instance.connect();
  // The footer of a file is read once, not by every query.
  await connection.run('SET parquet_metadata_cache = true');
  await inUtc(connection);
  const folder = folderOnce();
  return {
    connection,
    isOurs: true,
    workFolder: folder.path,
    close: () => {
      connection.closeSync();
      instance.closeSync();
      folder.remove();
      return Promise.resolve();
    },
  };
}

/**
 * Shuts our DuckDB in: from now on it reads `files` and its work folder and nothing else, fetches and
 * loads no extension, and keeps these settings whatever a suite asks for. Settings come before.
 */
export async function confine(opened: Opened, files: readonly string[]): Promise<void> {
  if (!opened.isOurs) return;
  await opened.connection.run(
    [
      `SET allowed_paths = [${files.map(text).join(', ')}]`,
      // Allowed as a place to spill, and so to read from
      `SET temp_directory = ${text(opened.workFolder())}`,
      'SET autoinstall_known_extensions = false',
      'SET autoload_known_extensions = false',
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ].join('; '),
  );
}
