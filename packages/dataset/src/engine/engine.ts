import { rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { DiskFullError, EngineError, InvalidOptionError, MemoryLimitError } from '../errors.ts';
import { engineFault, writingFault } from '../faults/storage-fault.ts';
import { makeTemporaryFolder } from '../leftovers/temporary-folder.ts';
import { literal, patternOf } from './sql.ts';

/** How much of the machine DuckDB may use; the results do not depend on it. */
export interface EngineOptions {
  /** Worker threads; all cores unless given. */
  readonly threads?: number;
  /** What DuckDB may hold in memory before it spills to disk. */
  readonly memoryLimitBytes?: number;
  /** Where to spill and to write aside; the system's temporary directory unless given. */
  readonly tempDirectory?: string;
}

/** What an engine may touch besides the files in its own directory. */
export interface EngineReach {
  /** Files that it reads. */
  readonly reads?: readonly string[];
  /** Files that it makes, aside in the same folder first. */
  readonly writes?: readonly string[];
}

/** Room for the sort of a few row groups a thread; 36 M events pass with it, spilling. */
const DEFAULT_MEMORY_LIMIT_BYTES = 1.5 * 2 ** 30;

/** Below this DuckDB cannot hold the row groups that it is writing. */
const SMALLEST_MEMORY_LIMIT_BYTES = 128 * 2 ** 20;

/** How often progress is asked for. */
const PROGRESS_INTERVAL_MS = 200;

/** A DuckDB connection for the time of one job. */
export interface Engine {
  /** A directory that lives as long as the engine, for files under way. */
  readonly directory: string;
  /** Runs a statement; `onFraction` hears now and then which share of the work is done, 0..1. */
  run(doing: string, sql: string, onFraction?: (fraction: number) => void): Promise<void>;
  /** Ends the statement that runs, which fails. */
  interrupt(): void;
  /** Runs a query with a small result: one record per row, integers as bigint. */
  rows(doing: string, sql: string): Promise<Record<string, unknown>[]>;
  /** Runs a query and yields its columns chunk by chunk, in row order. */
  chunks(doing: string, sql: string): AsyncIterable<DuckDBDataChunk>;
  /** Adds rows to a table that exists. */
  append(doing: string, table: string, chunks: Iterable<DuckDBDataChunk>): Promise<void>;
}

/**
 * Opens an in-memory DuckDB for `use` and closes it afterwards, with all its files.
 *
 * It touches what `reach` names and nothing else on this machine or beyond it, loads no extension, and keeps its
 * settings whatever SQL it is given.
 *
 * @throws InvalidOptionError, StorageError, EngineError, and whatever `use` throws.
 */
export async function withEngine<Result>(
  options: EngineOptions,
  reach: EngineReach,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const settings = checkOptions(options);
  const directory = await makeTemporaryFolder('lf-dataset-', options.tempDirectory).catch(
    (error: unknown) => {
      const path = options.tempDirectory ?? tmpdir();
      const fault = writingFault(error, { doing: 'making a temporary folder in TMPDIR', path });
      if (options.tempDirectory === undefined || fault instanceof DiskFullError) throw fault;
      throw new InvalidOptionError('engine.tempDirectory', path, 'a writable directory');
    },
  );
  try {
    // Loaded on first use: most of what this package exports works without the engine
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(settings.threads),
      memory_limit: `${Math.floor(settings.memoryLimitBytes / 2 ** 10)}KiB`,
      temp_directory: join(directory, 'spill'),
      // Row order carries meaning: it decides ties in time and makes the bytes repeatable.
      preserve_insertion_order: 'true',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    try {
      const connection = await instance.connect();
      try {
        await connection.run(
          'SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0',
        );
        await connection.run(confinement(reach, directory));
        return await use(engineOn(connection, directory));
      } finally {
        connection.closeSync();
      }
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Shuts DuckDB in for good. */
function confinement({ reads = [], writes = [] }: EngineReach, directory: string): string {
  // A path and the pattern that stands for it when it is read
  const list = (paths: readonly string[]) => {
    const named = new Set(paths.flatMap((path) => [path, patternOf(path)]));
    return `[${[...named].map((path) => literal(path)).join(', ')}]`;
  };
  const folders = [directory, ...writes.map((path) => dirname(resolve(path)))];
  // No file has a byte 0 in its path, and SQL ends there; opening it says so to whoever asked for it
  const files = reads.filter((path) => !path.includes('\0'));
  return [
    `SET allowed_paths = ${list(files.map((path) => resolve(path)))}`,
    `SET allowed_directories = ${list(folders)}`,
    'SET allow_community_extensions = false',
    'SET allow_persistent_secrets = false',
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ].join('; ');
}

function engineOn(connection: DuckDBConnection, directory: string): Engine {
  return {
    directory,
    async run(doing, sql, onFraction) {
      const timer =
        onFraction &&
        setInterval(() => {
          onFraction(Math.min(1, Math.max(0, connection.progress.percentage / 100)));
        }, PROGRESS_INTERVAL_MS);
      try {
        await connection.run(sql);
      } catch (error) {
        throw wrap(error, doing, directory);
      } finally {
        clearInterval(timer);
      }
    },
    interrupt() {
      connection.interrupt();
    },
    async rows(doing, sql) {
      try {
        return await (await connection.run(sql)).getRowObjectsJS();
      } catch (error) {
        throw wrap(error, doing, directory);
      }
    },
    async *chunks(doing, sql) {
      try {
        const result = await connection.stream(sql);
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          yield chunk;
        }
      } catch (error) {
        throw wrap(error, doing, directory);
      }
    },
    async append(doing, table, chunks) {
      try {
        const appender = await connection.createAppender(table);
        for (const chunk of chunks) appender.appendDataChunk(chunk);
        appender.closeSync();
      } catch (error) {
        throw wrap(error, doing, directory);
      }
    },
  };
}

function wrap(error: unknown, doing: string, directory: string): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const fault = engineFault(cause, { doing, path: directory });
  if (fault !== undefined) return fault;
  return cause.message.startsWith('Out of Memory Error')
    ? new MemoryLimitError(doing, { cause })
    : new EngineError(doing, { cause });
}

function checkOptions(options: EngineOptions): {
  readonly threads: number;
  readonly memoryLimitBytes: number;
} {
  const threads = options.threads ?? availableParallelism();
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new InvalidOptionError('engine.threads', threads, 'a whole number from 1 to 1024');
  }
  if (!(memoryLimitBytes >= SMALLEST_MEMORY_LIMIT_BYTES)) {
    throw new InvalidOptionError(
      'engine.memoryLimitBytes',
      memoryLimitBytes,
      `at least ${SMALLEST_MEMORY_LIMIT_BYTES}`,
    );
  }
  return { threads, memoryLimitBytes };
}
