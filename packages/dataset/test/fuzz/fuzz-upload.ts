import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetError, TABLES, openStore, tablePath, uploadDataset } from '../../src/index.ts';
import { withEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { literal } from '../../src/engine/sql.ts';
import { RecordScanner } from '../../src/upload/csv/record-scanner.ts';
import { TextSurvey } from '../../src/upload/csv/text-survey.ts';
import { convertSource } from '../../src/upload/convert-source.ts';
import { probeSource } from '../../src/upload/probe-source.ts';
import { csv, event } from '../csv-files.ts';
import { FOREIGN_WORDS } from '../upload/refusal.ts';
import { drawsFrom } from './draws.ts';
import type { Draws } from './draws.ts';
import { randomSource } from './random-source.ts';
import type { RandomSource } from './random-source.ts';
import { referenceRecords, referenceRows } from './reference-reading.ts';

/** How often each thing was tried, and what came of it. */
export interface FuzzCounts {
  scanned: number;
  converted: number;
  uploaded: number;
  stored: number;
  refused: number;
  readonly refusals: Record<string, number>;
}

/** So many texts are scanned for each that an engine converts, which takes a hundred times as long. */
const SCANS_A_CONVERSION = 50;

/** Every so many conversions the whole upload is done, store and all. */
const CONVERSIONS_AN_UPLOAD = 10;

/** An engine is used for so many files: opening one takes longer than a small file. */
const CONVERSIONS_AN_ENGINE = 50;

/**
 * Tries random files, changed in random ways, against the law of the upload: what is stored is what was written, by a
 * second, plain reading of it; or the file is refused with an error of ours, without a word of an engine, and the
 * store is as it was.
 *
 * @param goOn is asked before each conversion, and told how many were done.
 * @throws Error that names the seed of the case that breaks the law.
 */
export async function fuzzUpload(
  firstSeed: number,
  goOn: (conversions: number) => boolean,
): Promise<FuzzCounts> {
  const counts = { scanned: 0, converted: 0, uploaded: 0, stored: 0, refused: 0, refusals: {} };
  const directory = await mkdtemp(join(tmpdir(), 'lf-fuzz-'));
  try {
    const path = join(directory, 'source');
    for (let seed = firstSeed; goOn(counts.converted);) {
      await withEngine(
        { threads: 1, tempDirectory: directory },
        { reads: [path] },
        async (engine) => {
          for (let files = 0; files < CONVERSIONS_AN_ENGINE && goOn(counts.converted); files++) {
            for (let scans = 0; scans < SCANS_A_CONVERSION; scans++, counts.scanned++) {
              await withSeed(seed++, checkScan);
            }
            await withSeed(seed++, (draws) => checkConversion(engine, path, draws, counts));
          }
        },
      );
      for (let uploads = 0; uploads < CONVERSIONS_AN_ENGINE / CONVERSIONS_AN_UPLOAD; uploads++) {
        if (!goOn(counts.converted)) break;
        await withSeed(seed++, (draws) => checkUpload(directory, draws, counts));
      }
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return counts;
}

/** Names the seed of whatever breaks the law. */
async function withSeed(
  seed: number,
  check: (draws: Draws) => void | Promise<void>,
): Promise<void> {
  try {
    await check(drawsFrom(seed));
  } catch (error) {
    throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
  }
}

/** The exact scan, given any pieces of a text, agrees with the plain reading. */
function checkScan(draws: Draws): void {
  const { text } = randomSource(draws);
  const expected = referenceRecords(text);
  const rows: (readonly string[])[] = [];
  let problems = 0;
  const scanner = new RecordScanner(
    { columns: TABLES.browsing_train.columns, delimiter: ',', hasHeader: true },
    {
      onRow: (_line, fields) => rows.push(fields),
      onProblem: () => problems++,
    },
    draws.pick([1, 10, 1000]),
  );
  const whole = new TextSurvey();
  whole.add(text);
  const survey = new TextSurvey();
  for (let at = 0; at < text.length;) {
    const piece = text.subarray(at, at + 1 + draws.below(draws.pick([3, 50])));
    scanner.add(piece);
    survey.add(piece);
    at += piece.length;
  }
  scanner.end();
  assert.deepEqual(survey.end(), whole.end());
  // The header is looked at elsewhere
  const hasHeader = expected !== undefined || referenceRecords(headOf(text)) !== undefined;
  if (expected !== undefined) {
    assert.deepEqual(rows, expected);
    assert.equal(problems, 0);
  } else if (hasHeader) assert.notEqual(problems, 0);
}

function headOf(text: Uint8Array): Uint8Array {
  return Buffer.from(/^[^\r\n]*/.exec(Buffer.from(text).toString('latin1'))?.[0] ?? '', 'latin1');
}

async function checkConversion(
  engine: Engine,
  path: string,
  draws: Draws,
  counts: FuzzCounts,
): Promise<void> {
  const source = randomSource(draws);
  const target = join(engine.directory, 'converted.parquet');
  await writeFile(path, source.bytes);
  counts.converted++;
  let rows;
  try {
    const probed = await probeSource(TABLES.browsing_train, path);
    await convertSource(engine, probed, target, { duplicates: 'keep' });
    rows = await rowsOf(engine, target);
  } catch (error) {
    checkRefusal(error, source, counts);
    return;
  }
  checkRows(rows, source, counts);
}

async function checkUpload(directory: string, draws: Draws, counts: FuzzCounts): Promise<void> {
  const root = join(directory, 'store');
  const path = join(directory, 'upload');
  const store = openStore(`file:${root}`);
  await writeFile(path, csv('browsing_train', [event()]));
  const upload = () =>
    uploadDataset({
      store,
      name: 'shop',
      sources: { browsing_train: path },
      duplicates: 'keep',
      engine: { threads: 1, tempDirectory: directory },
    });
  await upload();
  const before = await contentsOf(root);
  const source = randomSource(draws);
  await writeFile(path, source.bytes);
  counts.uploaded++;
  try {
    await upload();
  } catch (error) {
    assert.deepEqual(await contentsOf(root), before);
    if (error instanceof DatasetError && error.code === 'no_rows') return;
    checkRefusal(error, source, counts);
    return;
  }
  const stored = await tablePath(store, 'shop', 'browsing_train');
  await withEngine({ threads: 1 }, { reads: [stored] }, async (engine) => {
    checkRows(await rowsOf(engine, stored), source, counts);
  });
  await rm(root, { recursive: true });
}

/** Read as JSON: DuckDB's client drops a byte order mark at the beginning of a text. */
async function rowsOf(engine: Engine, path: string): Promise<Record<string, unknown>[]> {
  const rows = await engine.rows(
    'reading',
    `SELECT to_json(t)::VARCHAR AS row FROM read_parquet(${literal(path)}) AS t`,
  );
  return rows.map(({ row }) => JSON.parse(String(row)) as Record<string, unknown>);
}

function checkRows(
  rows: readonly Record<string, unknown>[],
  source: RandomSource,
  counts: FuzzCounts,
): void {
  const stored = rows.map((row) => ({
    ...row,
    server_timestamp_epoch_ms: String(row['server_timestamp_epoch_ms']),
  }));
  assert.deepEqual(stored, referenceRows(referenceRecords(source.text)) ?? 'a refusal');
  counts.stored++;
}

function checkRefusal(error: unknown, source: RandomSource, counts: FuzzCounts): void {
  if (!(error instanceof DatasetError)) throw error;
  assert.doesNotMatch(error.message, FOREIGN_WORDS);
  assert.notEqual(error.code, 'engine_failed');
  // A file that should be stored may only be refused if its packing was hurt
  if (!source.isPackingHurt) {
    assert.equal(referenceRows(referenceRecords(source.text)), undefined, error.message);
  }
  counts.refused++;
  counts.refusals[error.code] = (counts.refusals[error.code] ?? 0) + 1;
}

/** Every file below a folder with its bytes. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const pairs = files.map(async (file) => {
    const path = join(file.parentPath, file.name);
    return [path, (await readFile(path)).toString('base64')] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}
