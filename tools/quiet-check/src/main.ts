import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JOBS } from './jobs.ts';
import { tracedRun, type Job } from './traced-run.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

function listed(title: string, lines: readonly string[]): string {
  return lines.map((line) => `  ${title} ${line}\n`).join('');
}

async function isQuiet(job: Job): Promise<boolean> {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'quiet-check-')));
  try {
    const { exitCode, outside, names, strays } = await tracedRun(job, { work, root });
    const isFine = exitCode === 0 && outside.length === 0 && strays.length === 0;
    process.stdout.write(
      `\n${isFine ? 'quiet' : 'NOT QUIET'}: ${job.name} (exit code ${String(exitCode)})\n` +
        listed('connected to', outside) +
        listed('looked up', names) +
        listed('left', strays),
    );
    return isFine;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  execFileSync('strace', ['--version'], { stdio: 'ignore' });
} catch {
  process.stderr.write('quiet-check needs strace: install the package strace of your system.\n');
  process.exit(2);
}

/** A command of one's own in place of the list: `npm run check -- 'npm test'`. */
const own = process.argv.slice(2).map((script): Job => ({ name: script, script }));
let failed = 0;
const jobs = own.length > 0 ? own : JOBS;
for (const job of jobs) if (!(await isQuiet(job))) failed += 1;
process.stdout.write(`\n${jobs.length - failed} jobs quiet, ${failed} not\n`);
if (failed > 0) process.exitCode = 1;
