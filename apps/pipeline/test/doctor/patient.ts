import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { awsCaller } from '../../src/aws/aws-caller.ts';
import type { Check, Purpose } from '../../src/doctor/finding.ts';
import { runChecks, type Line } from '../../src/doctor/run-checks.ts';
import { readSettings } from '../../src/settings/load.ts';

/** What checks find where these settings are all that is set. */
export async function examine(
  checks: readonly Check[],
  environment: Readonly<Record<string, string>>,
  purposes: readonly Purpose[] = ['run'],
): Promise<readonly Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const all = { METAFLOW_HOME: folder, LF_DATASTORE_ROOT: `file:${folder}/lf`, ...environment };
  const read = readSettings(all, join(folder, '.env'));
  const { lines } = await runChecks(checks, {
    read,
    environment: all,
    purposes,
    aws: awsCaller({ environment: all, timeoutMs: 2000 }),
    datastore: { root: read.settings.LF_DATASTORE_ROOT, from: 'environment' },
  });
  return lines;
}

/** One line as a text, to compare. */
export const told = ({ status, check, found, mend = '' }: Line): string =>
  `${status} ${check}: ${found} → ${mend}`;
