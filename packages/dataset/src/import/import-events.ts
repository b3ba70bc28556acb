import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withEngine } from '../engine/engine.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { fileLiteral } from '../engine/sql.ts';
import { TABLES } from '../schema/tables.ts';
import type { TableRow } from '../schema/rows.ts';
import { writeAtomically } from '../store/atomic-write.ts';
import { countRows } from '../upload/convert-source.ts';
import { dropDuplicates, mayHoldDuplicates } from '../upload/duplicate-rows.ts';
import { rowsLost } from './account.ts';
import type { ImportAccount, ImportedFile } from './account.ts';
import { cutSessions } from './cut-sessions.ts';
import type { CutSessions } from './cut-sessions.ts';
import {
  InvalidImportMapError,
  NoInputError,
  NothingImportedError,
  TooManyLostError,
} from './import-errors.ts';
import { DEFAULT_IDLE_MINUTES } from './map/import-map.ts';
import type { ImportMap, SourceMap } from './map/import-map.ts';
import { parseImportMap } from './map/parse-import-map.ts';
import { findFiles, fitsPattern } from './read/find-files.ts';
import type { InputFile } from './read/find-files.ts';
import { openInput } from './read/open-input.ts';
import { readEvents } from './read/read-events.ts';
import { droppedRows, eventTotals } from './take-account.ts';

export interface ImportOptions {
  /** Files, or folders whose files are taken. */
  readonly paths: readonly string[];
  /** How their rows become events: checked here, so that it may come from a file. */
  readonly map: ImportMap;
  /** Folder for browsing_train.parquet; nothing is written unless given. */
  readonly out?: string | undefined;
  /** In place of the map's. */
  readonly idleMinutes?: number | undefined;
  /**
   * The greatest share of the rows, 0 to 1, that may be lost: all, unless given. Rows that the map drops (`where`,
   * `"drop"`) and repeated ones are not lost.
   */
  readonly maxLostShare?: number | undefined;
  /** The most bytes that a packed file may unpack to; 200 times its size, or 1 GiB if that is more, unless given. */
  readonly maxUnpackedBytes?: number | undefined;
  readonly engine?: EngineOptions | undefined;
  /** Hears of each file before it is read. */
  readonly onFile?: ((path: string) => void) | undefined;
}

export interface ImportResult {
  readonly account: ImportAccount;
  /** The first events. */
  readonly sample: readonly TableRow<'browsing_train'>[];
  /** What was written; undefined without `out`. */
  readonly path: string | undefined;
}

const SAMPLE_ROWS = 5;

/**
 * Turns a shop's own files into a browsing table that `uploadDataset` takes, and accounts for every row.
 *
 * Rows that are no events are dropped and counted by reason. The same files and map give the same bytes.
 *
 * @throws InvalidImportMapError, NoInputError, UnknownColumnError, SourceError of any kind; NothingImportedError if no
 *   row is an event; TooManyLostError if more than `maxLostShare` of the rows are lost.
 */
export async function importEvents(options: ImportOptions): Promise<ImportResult> {
  const map = parseImportMap(options.map);
  const idleMinutes = options.idleMinutes ?? map.idleMinutes ?? DEFAULT_IDLE_MINUTES;
  const { read, skipped } = matchFiles(await findFiles(options.paths), map.sources);
  const target = options.out && resolve(options.out, 'browsing_train.parquet');
  const reach = {
    reads: read.map(({ path }) => path),
    writes: target === undefined ? [] : [target],
  };
  return withEngine(options.engine ?? {}, reach, async (engine) => {
    await checkZones(engine, map);
    const files: ImportedFile[] = [];
    const eventPaths: string[] = [];
    let badLines = 0;
    for (const [number, { path, source }] of read.entries()) {
      options.onFile?.(path);
      const rules = map.sources[source];
      if (rules === undefined) throw new RangeError(`There is no source ${source}.`);
      const { maxUnpackedBytes } = options;
      const input = await openInput(engine, path, { number, layout: rules, maxUnpackedBytes });
      const eventPath = join(engine.directory, `events-${number}.parquet`);
      const found = await readEvents(engine, input, rules, eventPath);
      eventPaths.push(eventPath);
      badLines += found.badLines;
      files.push({ path, source, rows: found.rows, problems: found.problems });
    }
    const cut = await cutSessions(engine, eventPaths, idleMinutes);
    const table = await withoutRepeats(engine, cut, map.duplicates ?? 'drop');
    const totals = await eventTotals(engine, table.path);
    const account: ImportAccount = {
      files,
      skippedFiles: skipped,
      rowsRead: files.reduce((sum, { rows }) => sum + rows, 0),
      dropped: await droppedRows(engine, eventPaths, { badLines, repeated: table.repeated }),
      sessionsCut: totals.sessions - cut.givenIds,
      ...totals,
    };
    if (account.events === 0) throw new NothingImportedError(account);
    const { maxLostShare = 1 } = options;
    if (rowsLost(account) > maxLostShare * account.rowsRead) {
      throw new TooManyLostError(account, maxLostShare);
    }
    const sample = await firstRows(engine, table.path);
    if (target !== undefined) {
      await writeAtomically(target, (hiddenPath) => copyFile(table.path, hiddenPath));
    }
    return { account, sample, path: target };
  });
}

interface MatchedFile {
  readonly path: string;
  readonly source: number;
}

/** The first source whose pattern fits a file is for it; the only source is for every file that was named. */
function matchFiles(
  files: readonly InputFile[],
  sources: readonly SourceMap[],
): { readonly read: readonly MatchedFile[]; readonly skipped: readonly string[] } {
  const read: MatchedFile[] = [];
  const skipped: string[] = [];
  for (const { path, isNamed } of files) {
    const fitting = sources.findIndex(
      ({ files: pattern }) => pattern === undefined || fitsPattern(path, pattern),
    );
    const source = fitting < 0 && isNamed && sources.length === 1 ? 0 : fitting;
    if (source < 0) skipped.push(path);
    else read.push({ path, source });
  }
  if (read.length === 0) {
    const patterns = sources.map(({ files: pattern }) => pattern ?? '*');
    throw new NoInputError(
      `Importing ${skipped.slice(0, SAMPLE_ROWS).join(', ')}: expected a file whose name fits ${patterns.join(' or ')} of the map, found none. Rename the files, or change files in the map.`,
    );
  }
  return { read, skipped };
}

/** Makes sure that the engine knows the zones that JavaScript knows. */
async function checkZones(engine: Engine, map: ImportMap): Promise<void> {
  const zones = map.sources.flatMap(({ times }) => times?.zone ?? []);
  const named = zones.filter((zone) => !/^[+-]/.test(zone));
  if (named.length === 0) return;
  const known = await engine.rows('listing time zones', 'SELECT name FROM pg_timezone_names()');
  const names = new Set(known.map(({ name }) => String(name)));
  for (const zone of named) {
    if (names.has(zone)) continue;
    throw new InvalidImportMapError(
      `Importing: expected a time zone as the IANA database writes it, such as Europe/Berlin, got '${zone}'. Correct zone in the map.`,
    );
  }
}

async function withoutRepeats(
  engine: Engine,
  { path }: CutSessions,
  duplicates: 'drop' | 'keep',
): Promise<{ readonly path: string; readonly repeated: number }> {
  const table = TABLES.browsing_train;
  if (duplicates === 'keep' || !(await mayHoldDuplicates(engine, table, path))) {
    return { path, repeated: 0 };
  }
  const distinct = join(engine.directory, 'distinct.parquet');
  await dropDuplicates(engine, table, path, distinct);
  const repeated = (await countRows(engine, path)) - (await countRows(engine, distinct));
  return { path: distinct, repeated };
}

async function firstRows(
  engine: Engine,
  path: string,
): Promise<readonly TableRow<'browsing_train'>[]> {
  const rows = await engine.rows(
    'reading the first events',
    `SELECT * FROM read_parquet(${fileLiteral(path)}) LIMIT ${SAMPLE_ROWS}`,
  );
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return rows.map((row) => ({
    session_id_hash: String(row['session_id_hash']),
    event_type: row['event_type'] === 'pageview' ? 'pageview' : 'event_product',
    product_action:
      (['detail', 'add', 'purchase', 'remove'] as const).find(
        (action) => action === row['product_action'],
      ) ?? null,
    product_sku_hash: text(row['product_sku_hash']),
    server_timestamp_epoch_ms: Number(row['server_timestamp_epoch_ms']),
    hashed_url: text(row['hashed_url']),
  }));
}
