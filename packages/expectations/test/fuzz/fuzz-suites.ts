import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeExpectation,
  DRIFT,
  exactJson,
  formatFailures,
  parseExactJson,
  profile,
  profileColumns,
  readSuite,
  runCheckpoint,
  summarise,
  validate,
  validatePartitions,
  writeDataDocs,
  writeSuite,
} from '../../src/index.ts';
import type { GivenResultFormat, ValidationResult } from '../../src/index.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { OUTPUTS } from '../../src/cli/formats.ts';
import { checkHtml } from './check-html.ts';
import { Draws } from './draws.ts';
import { checkError, checkResult, checkSame } from './laws.ts';
import { randomFormat, randomParameters, randomSuite } from './random-suite.ts';
import { parquetBytes, randomTable } from './random-table.ts';
import type { RandomTable } from './random-table.ts';
import { untyped } from '../untyped.ts';

/** What came of the cases. */
export interface FuzzCounts {
  checked: number;
  refused: number;
  expectations: number;
  raised: number;
  pages: number;
  slowestMs: number;
}

/** Suites and tables are small: what takes longer grows faster than its input. Regular expressions may take 2 s each. */
const MOST_MS = 30_000;

const SAVED = new URL('../suite/saved/', import.meta.url);

function savedSuites(): readonly unknown[] {
  return readdirSync(SAVED)
    .filter((name) => name !== 'table.json')
    .map((name) => {
      const saved: unknown = parseExactJson(readFileSync(new URL(name, SAVED), 'utf8'));
      return typeof saved === 'object' && saved !== null && 'suite' in saved ? saved.suite : saved;
    });
}

/** What every case has. */
interface Fuzzed {
  readonly folder: string;
  readonly parquet: Uint8Array;
  readonly saved: readonly unknown[];
  /** The style and the script of every page. */
  readonly ours: Map<string, string>;
  readonly counts: FuzzCounts;
}

/** What a call gives, or null where it refuses in an error of ours. */
async function orRefusal<T>(call: () => T | Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    checkError(error);
    return null;
  }
}

/** What is written reads back as the suite that it is. */
async function checkWriting(suite: unknown, { folder }: Fuzzed): Promise<void> {
  const path = join(folder, 'written.json');
  const read = await orRefusal(() => readSuite(suite));
  const written = await orRefusal(() => writeSuite(path, suite).then(() => true));
  if (read === null || written === null) {
    assert.ok(read !== null || written === null, 'an invalid suite was written');
    return;
  }
  const text = await readFile(path, 'utf8');
  const again = readSuite(parseExactJson(text));
  await writeSuite(path, again);
  assert.equal(await readFile(path, 'utf8'), text);
  assert.equal(again.expectations.length, read.expectations.length);
  for (const config of read.expectations) {
    const { description: _, ...undescribed } = config;
    assert.ok(describeExpectation(undescribed).length < 10_000);
  }
}

async function checkDocs(
  result: ValidationResult,
  suite: unknown,
  { source }: RandomTable,
  { folder, ours, counts }: Fuzzed,
): Promise<void> {
  const site = join(folder, 'docs');
  await rm(site, { recursive: true, force: true });
  const profiled = await orRefusal(() => profileColumns(source));
  const docs = await orRefusal(() =>
    writeDataDocs({
      folder: site,
      suites: [suite],
      results: [result],
      ...(profiled !== null && { profiles: { [result.suite_name]: profiled } }),
    }),
  );
  if (docs === null) return;
  for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.html')) continue;
    checkHtml(await readFile(join(entry.parentPath, entry.name), 'utf8'), ours);
    counts.pages++;
  }
}

/** The command line answers with an exit code that it knows and a message, whatever the files hold. */
async function checkCommandLine(
  draws: Draws,
  suite: unknown,
  { source }: RandomTable,
  { folder }: Fuzzed,
): Promise<void> {
  const path = join(folder, 'suite.json');
  const isDeep = (await orRefusal(() => readSuite(suite))) === null;
  let text = isDeep ? '{"name": "s"' : exactJson(suite);
  if (draws.chance(0.2)) text = text.slice(0, draws.below(text.length));
  await writeFile(path, text);
  const data = 'parquet' in source ? source.parquet : 'csv' in source ? source.csv : 'none.csv';
  let [out, err] = ['', ''];
  const terminal = {
    out: (each: string) => void (out += each),
    err: (each: string) => void (err += each),
    isInteractive: false,
  };
  const format = draws.pick(OUTPUTS);
  const args = draws.pick([
    ['check', String(data), '--suite', path, '--format', format, '--param', 'rows=3'],
    ['docs', String(data), '--suite', path, '--output', join(folder, 'cli-docs')],
    ['profile', String(data)],
    ['summarise', String(data)],
  ]);
  const code = await runCli(args, terminal);
  assert.ok([0, 1, 2, 3].includes(code), `exit code ${code}`);
  assert.ok(code !== 2 || err !== '', 'exit code 2 without a word');
  assert.ok(err.length < 21_000, `${err.length} characters on stderr`);
  assert.doesNotMatch(err, /(Range|Type|Reference)Error|Maximum call stack|LINE \d+:|\.ts:\d/);
}

const NOW = new Date('2026-01-31T12:00:00Z');

async function checkCase(draws: Draws, fuzzed: Fuzzed): Promise<void> {
  const { folder, parquet, saved, counts } = fuzzed;
  const table = await randomTable(draws, folder, parquet);
  const { source, columns } = table;
  const suite = randomSuite(draws, columns, saved);
  const options = {
    source,
    suite: untyped(suite),
    expectations: DRIFT,
    tables: { other: { rows: [{ a: 1 }] } },
    resultFormat: (draws.chance(0.97)
      ? randomFormat(draws, columns)
      : 'SUMMARY') as GivenResultFormat,
    now: () => NOW,
    ...(draws.chance(0.5) && { parameters: randomParameters(draws) }),
  };
  const first = await orRefusal(() => validate(options));
  counts.checked++;
  if (first === null) counts.refused++;
  else {
    checkResult(first);
    counts.expectations += first.results.length;
    counts.raised += first.results.filter((each) => each.exception_info.raised_exception).length;
    formatFailures(first);
    if (draws.chance(0.3)) {
      const second = await validate(options);
      checkSame(first, second);
    }
    if (draws.chance(0.3)) await checkDocs(first, suite, table, fuzzed);
  }
  if (draws.chance(0.3)) await checkWriting(suite, fuzzed);
  if (draws.chance(0.1)) await checkCommandLine(draws, suite, table, fuzzed);
  if (draws.chance(0.06)) {
    const { source: _, ...rest } = options;
    const parts = await orRefusal(() => validatePartitions({ ...rest, sources: [source, source] }));
    if (parts !== null) checkResult(parts);
  }
  if (draws.chance(0.06)) await orRefusal(() => profile(source));
  if (draws.chance(0.06)) await orRefusal(() => summarise(source));
  if (draws.chance(0.05)) {
    const { now, ...rest } = options;
    await runCheckpoint({ name: 'night', now, validations: [rest] });
  }
}

/**
 * Holds random suites and tables against the laws of this package: an answer that is JSON and comes again, or an error
 * of ours in a few words; pages on which whatever came from outside is text; in a time that fits the size of the input.
 *
 * @param goOn is asked before each case, and told its seed.
 * @throws Error that names the seed of the case that breaks a law.
 */
export async function fuzzSuites(
  firstSeed: number,
  goOn: (seed: number) => boolean,
): Promise<FuzzCounts> {
  const counts = { checked: 0, refused: 0, expectations: 0, raised: 0, pages: 0, slowestMs: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'expectations-fuzz-'));
  try {
    await mkdir(folder, { recursive: true });
    const parquet = await parquetBytes(join(folder, 'made'));
    const fuzzed = {
      folder,
      parquet,
      saved: savedSuites(),
      ours: new Map<string, string>(),
      counts,
    };
    for (let seed = firstSeed; goOn(seed); seed++) {
      const start = performance.now();
      try {
        await checkCase(new Draws(seed), fuzzed);
        const ms = performance.now() - start;
        assert.ok(ms < MOST_MS, `it took ${Math.round(ms)} ms`);
        counts.slowestMs = Math.max(counts.slowestMs, ms);
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return counts;
}
