import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRun, type FlowStore, type RunRecord } from '@lf/flow';
import { PipelineError } from '../errors.ts';
import { ENTRY } from '../flows/entry.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** Between two looks at whether the run has begun. */
const LOOK_MS = 200;

/** Settings are read and files compared before a run goes on; after this it is taken to be slow, not stuck. */
const PATIENCE_MS = 30_000;

/** What is told of a failure: the end of what `lf resume` printed. */
const TOLD_LINES = 12;

/**
 * Begins `lf resume <run>` in a process that goes on without this one.
 *
 * @param logDirectory what it prints is kept there, under the run's id
 * @throws PipelineError when it ended before it had the run
 */
export async function resumeInBackground(
  store: FlowStore,
  run: RunRecord,
  logDirectory: string,
): Promise<void> {
  await mkdir(logDirectory, { recursive: true });
  const logPath = join(logDirectory, `${run.runId}.log`);
  const log = await open(logPath, 'w');
  const child = spawn(
    process.execPath,
    [...process.execArgv, ENTRY, 'resume', run.runId, '--plain'],
    { detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
  await log.close();
  child.unref();
  const stopAt = Date.now() + PATIENCE_MS;
  for (let state: number | null | 'goes on' = 'goes on'; Date.now() < stopAt;) {
    state = await Promise.race([ended, sleep(LOOK_MS, 'goes on' as const, { ref: false })]);
    if (state === 0) return;
    if (state !== 'goes on') throw await notResumed(run.runId, logPath);
    if ((await findRun(store, run.runId)).status === 'running') return;
  }
}

async function notResumed(runId: string, logPath: string): Promise<PipelineError> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  const told = text.trim().split('\n').slice(-TOLD_LINES).join('\n');
  return new PipelineError(
    'not_resumed',
    `Resuming run ${runId}: ${lfCommand('resume', runId)} ended before the run went on. It said:\n${told}`,
  );
}
