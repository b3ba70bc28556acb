import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ExpectationsError, validate } from '@lf/expectations';
import type { CsvOptions } from '@lf/expectations';
import { ensureVenv } from '../programs.ts';
import { drawMany } from '../random/draw.ts';
import { drawFile } from './draw-file.ts';
import type { DrawnFile } from './draw-file.ts';
import { differsFromWritten, differsInTypes } from './laws.ts';
import type { OurTable, PandasTable } from './laws.ts';

const { values: given } = parseArgs({
  options: {
    files: { type: 'string', default: '1500' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [files, seconds, seed] = [Number(given.files), Number(given.seconds), Number(given.seed)];
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const EVERY_ROW = {
  name: 'every row',
  expectations: [
    {
      type: 'unexpected_rows_expectation',
      kwargs: { unexpected_rows_query: 'SELECT * FROM {batch}' },
    },
  ],
};

async function read(path: string, options: CsvOptions): Promise<OurTable> {
  const { results, meta } = await validate({ source: { csv: path, ...options }, suite: EVERY_ROW });
  const { unexpected_rows: rows } = results[0]?.result['details'] as {
    unexpected_rows: readonly Record<string, unknown>[];
  };
  return {
    types: Object.values(meta.csv?.columns ?? {}),
    rows: rows.map((row) => Object.values(row)),
  };
}

interface Read {
  readonly file: DrawnFile;
  readonly path: string;
  readonly typed: OurTable;
}

const folder = mkdtempSync(join(tmpdir(), 'differential-csv-'));
const failures: string[] = [];
const fail = (file: DrawnFile, law: string, found: string) =>
  failures.push(`${law}: ${found}\n    ${JSON.stringify(file.dialect)}`);
const counts = { told: 0, found: 0, refused: 0, pandas: 0, types: 0 };

/** Options given: the same texts as written, and types to compare with those of pandas. */
async function readTold(file: DrawnFile, path: string): Promise<Read | null> {
  const { delimiter, quote, encoding } = file.dialect;
  const told = { delimiter, quote, encoding };
  const types = Object.fromEntries(file.names.map((name) => [name, 'VARCHAR']));
  counts.told += 1;
  try {
    const difference = differsFromWritten(file, await read(path, { ...told, types }));
    if (difference !== null) fail(file, 'told, the same table', difference);
    return { file, path, typed: await read(path, told) };
  } catch (error) {
    fail(file, 'told, a table', String(error));
    return null;
  }
}

/** Nothing given: the same table as was written or a clear error, never another table. */
async function readFound(file: DrawnFile, path: string): Promise<void> {
  const types = Object.fromEntries(file.names.map((name) => [name, 'VARCHAR']));
  counts.found += 1;
  try {
    const difference = differsFromWritten(file, await read(path, { types }));
    if (difference !== null) fail(file, 'found, the same table', difference);
  } catch (error) {
    counts.refused += 1;
    if (!(error instanceof ExpectationsError)) fail(file, 'found, a clear error', String(error));
  }
}

function readByPandas(all: readonly Read[]): readonly (PandasTable | { readonly error: string })[] {
  const [job, results] = [join(folder, 'job.json'), join(folder, 'results.json')];
  const asked = all.map(({ path, file: { dialect } }) => ({
    path,
    options: {
      sep: dialect.delimiter,
      quotechar: dialect.quote,
      encoding: dialect.hasMark ? 'utf-8-sig' : dialect.encoding,
      compression: dialect.isPacked ? 'gzip' : null,
    },
  }));
  writeFileSync(job, JSON.stringify(asked));
  execFileSync(at('../../.venv/bin/python'), [at('../../python/read_csv.py'), job, results], {
    stdio: 'inherit',
  });
  // Our own program writes it
  return JSON.parse(readFileSync(results, 'utf8')) as (PandasTable | { error: string })[];
}

try {
  ensureVenv();
  process.stdout.write(`seed ${seed}: the same files again with --seed ${seed}\n`);
  const tables = [
    ...drawMany((draw) => drawFile(draw, false), files, seed),
    ...drawMany((draw) => drawFile(draw, true), files, seed + 1),
  ];
  const reads: Read[] = [];
  const endMs = Date.now() + seconds * 1000;
  for (let index = 0; index < files && Date.now() < endMs; index++) {
    const [told, found] = [tables[index], tables[files + index]];
    if (told === undefined || found === undefined) break;
    const path = join(folder, `${index}.csv`);
    writeFileSync(path, told.bytes);
    const done = await readTold(told, path);
    if (done !== null) reads.push(done);
    const other = join(folder, 'found.csv');
    writeFileSync(other, found.bytes);
    await readFound(found, other);
  }
  for (const [index, theirs] of readByPandas(reads).entries()) {
    const { file, typed } = reads[index] ?? {};
    if (file === undefined || typed === undefined) continue;
    if ('error' in theirs) {
      fail(file, 'pandas, a table', theirs.error);
      continue;
    }
    counts.pandas += 1;
    const texts = differsFromWritten(file, { types: [], rows: theirs.texts });
    if (texts !== null) fail(file, 'pandas, the same table', texts);
    const difference = differsInTypes(file, typed, theirs);
    counts.types += file.names.length;
    if (difference !== null) fail(file, 'pandas, the same types', difference);
  }
  process.stdout.write(
    `${counts.told} files read as told, ${counts.found} as found (${counts.refused} of them refused), ${counts.pandas} of them by pandas with ${counts.types} columns: ${failures.length} differences\n`,
  );
  for (const failure of failures.slice(0, 20)) process.stdout.write(`  ${failure}\n`);
  if (failures.length > 0 || counts.told === 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
