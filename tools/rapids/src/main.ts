import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCases } from './cases.ts';
import { ensureVenv, runPythonTests } from './in-python.ts';
import { judge, placeholderVerdict } from './parity.ts';
import { junit, type Verdict } from './verdicts.ts';

/** Folder of recorded shops, each with a browsing_train.csv.gz in Coveo's form; if there is none they are left out. */
const [recordedFolder] = process.argv.slice(2);

const REPORT = fileURLToPath(new URL('../.reports/parity.xml', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'lf-rapids-'));
try {
  ensureVenv();
  if (!runPythonTests()) process.exitCode = 1;
  const verdicts: Verdict[] = [placeholderVerdict()];
  for await (const each of makeCases(folder, recordedFolder)) {
    for await (const verdict of judge(each, folder)) {
      const { name, difference, seconds } = verdict;
      process.stdout.write(
        `${difference === null ? 'same' : 'DIFFERENT'}  ${name} (${seconds.toFixed(1)} s)${difference === null ? '' : `\n  ${difference}`}\n`,
      );
      verdicts.push(verdict);
    }
  }
  if (recordedFolder === undefined || !existsSync(recordedFolder)) {
    process.stdout.write('Recorded shops are left out: pass their folder as the argument\n');
  }
  mkdirSync(dirname(REPORT), { recursive: true });
  writeFileSync(REPORT, junit(verdicts));
  const failed = verdicts.filter(({ difference }) => difference !== null).length;
  process.stdout.write(`parity: ${verdicts.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
