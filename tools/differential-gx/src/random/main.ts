import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { ensureVenv } from '../programs.ts';
import { check } from './checked.ts';
import { drawParts } from './parts.ts';
import { reduce } from './reduce.ts';
import { reportDrawn, shownFailures } from './report-drawn.ts';
import { writeTable } from './tables.ts';
import type { DrawnPart } from './parts.ts';

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** What the types of the drawn expectations have in their names; any when left out. */
    only: { type: 'string', default: '' },
    /** How many failures are reduced and shown. */
    show: { type: 'string', default: '8' },
  },
});
const [checks, seed, show] = [values.checks, values.seed, values.show].map(Number);
if (checks === undefined || seed === undefined || show === undefined) throw new Error('no number');

const folder = mkdtempSync(join(tmpdir(), 'differential-gx-'));
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
let written = 0;

async function write(parts: readonly DrawnPart[]) {
  const files = [];
  for (const part of parts) {
    const path = join(folder, `table-${written}.parquet`);
    written += 1;
    await writeTable(connection, part.table, path);
    files.push({ part, path });
  }
  return files;
}

try {
  process.stdout.write(`seed ${seed}: the same run again with --checks ${checks} --seed ${seed}\n`);
  ensureVenv();
  const checked = await check(await write(drawParts(checks, seed, values.only)), folder);
  const failures = shownFailures(checked, show);
  const reduced = failures.length === 0 ? [] : await reduce(failures, write, folder);
  process.stdout.write(`${reportDrawn(checked, reduced).join('\n')}\n`);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true, force: true });
}
