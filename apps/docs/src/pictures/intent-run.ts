import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { DocsError } from '../errors.ts';
import { runSource } from './run-source.ts';

const LF = 'apps/pipeline/from-source.js';

/** How a run names the program that it was started by. */
const STARTED = /node (?:'[^']*from-source\.js'|\S*from-source\.js)/g;

/** What a finished run of the intent flow leaves to look at. */
export interface IntentRun {
  /** Its page. */
  readonly report: string;
  readonly endpointUrl: string;
  /** What it printed, with its colours; the folder and the program are a reader's. */
  readonly printed: string;
  /** Stops the endpoint. */
  stop(): Promise<void>;
}

/** Runs the intent flow on the synthetic shop, as a reader's first command does. */
export async function runIntent(folder: string): Promise<IntentRun> {
  const cwd = join(folder, 'local-flow');
  await mkdir(cwd);
  const printed = await runSource(LF, ['run', 'intent', '--run-id', 'my-first-run'], { cwd });
  const endpointUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(stripVTControlCharacters(printed))?.[0];
  if (endpointUrl === undefined) {
    throw new DocsError('command_failed', `lf run intent named no endpoint; it printed ${printed}`);
  }
  return {
    report: join(cwd, '.lf/runs/intent/my-first-run/report.html'),
    endpointUrl,
    // A reader's program is installed
    printed: printed.replaceAll(folder, '/home/you').replaceAll(STARTED, 'lf'),
    stop: async () => {
      await runSource(LF, ['endpoint', 'stop', '--all'], { cwd });
    },
  };
}
