import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResultFormatOptions } from '@lf/expectations';
import type { Case } from './cases.ts';
import type { Outcome } from './outcome.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Cases to check on one table. */
export interface Part {
  readonly table: string;
  readonly expectations: readonly Case[];
  readonly result_format: ResultFormatOptions;
}

/** Makes the virtual environment with great_expectations unless it is there. */
export function ensureVenv(): void {
  execFileSync('bash', [at('../../workspace/src/python/venv.sh'), at('..')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** What great_expectations says of each case of each part; `folder` is for scratch files. */
export function askTheirs(parts: readonly Part[], folder: string): readonly (readonly Outcome[])[] {
  const [job, results] = [join(folder, 'job.json'), join(folder, 'results.json')];
  writeFileSync(job, JSON.stringify(parts));
  execFileSync(at('../.venv/bin/python'), [at('../python/validate.py'), job, results], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // NaN and infinities, which Python writes and JSON does not know, as we write them
  const text = readFileSync(results, 'utf8').replaceAll(
    /(?<=[:,[]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g,
    (token) => (token === 'NaN' ? 'null' : `"${token}"`),
  );
  // Our own program writes it
  return JSON.parse(text) as readonly (readonly Outcome[])[];
}
