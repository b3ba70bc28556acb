import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResultFormatOptions } from '@lf/expectations';
import { CASES } from './cases.ts';
import { difference } from './compare.ts';
import { whyMeant } from './differences.ts';
import { askOurs, askTheirs, ensureVenv } from './programs.ts';
import { report } from './report.ts';
import type { Verdict } from './report.ts';
import { writeSharedTables } from './shared-data.ts';
import { writeTables } from './tables.ts';
import { ZONES } from './zones.ts';

const folder = mkdtempSync(join(tmpdir(), 'differential-gx-'));
try {
  ensureVenv();
  const made = (await writeTables(folder)).map((table) => ({ table, cases: CASES }));
  const recorded = await writeSharedTables(folder);
  const checked = [...made, ...recorded];
  const parts = checked.map(({ table, cases }) => {
    const format: ResultFormatOptions = { result_format: table.isSmall ? 'COMPLETE' : 'BASIC' };
    return { table: table.path, expectations: cases, result_format: format };
  });
  const asked = askTheirs(parts, { folder, zone: 'UTC' });
  const verdicts: Verdict[] = [];
  for (const zone of ZONES) {
    const ours = await askOurs(parts, { folder, zone });
    const theirs = await asked;
    for (const [part, { table, cases }] of checked.entries()) {
      for (const [at, each] of cases.entries()) {
        const [mine, wanted] = [ours[part]?.[at], theirs[part]?.[at]];
        if (mine === undefined || wanted === undefined) throw new Error(`${each.type}: no outcome`);
        const found = { table: table.name, each, difference: difference(each.type, mine, wanted) };
        verdicts.push({ ...found, zone, known: whyMeant(found) });
      }
    }
  }
  if (recorded.length === 0)
    process.stdout.write('skipped: no recorded tables in ../shared/data\n');
  process.stdout.write(`${report(verdicts).join('\n')}\n`);
  if (verdicts.some(({ difference: found, known }) => found !== null && known === null)) {
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
