import {
  UnknownTrackedRunError,
  chooseBackEnds,
  syncTrackedRun,
  type BackEnd,
  type SyncResult,
} from '@lf/tracking';
import type { Command } from 'commander';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { trackingRoot } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** `lf tracking sync`. */
export function addTrackingCommand(program: Command): void {
  const tracking = program.command('tracking').description('records of training runs: sync');
  withJson(
    tracking
      .command('sync')
      .description('send each tracker the records that it lacks, of one run or of all runs')
      .argument('[run]', 'id of the run (default: all runs on this machine)'),
  ).action(sync);
}

interface SyncedTask extends SyncResult {
  /** `<run>/<task>-<attempt>` */
  readonly task: string;
}

async function sync(runId: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const { store, environment } = openContext();
  const backEnds = chooseBackEnds(environment);
  if (backEnds.length === 0) {
    throw new PipelineError(
      'no_tracker',
      `Sending runs to trackers: no tracker is set. Set TENSORBOARD_LOGDIR, MLFLOW_TRACKING_URI, WANDB_API_KEY or WANDB_MODE=offline (${lfCommand('settings')} lists all).`,
    );
  }
  const root = trackingRoot(store);
  const synced: SyncedTask[] = [];
  for (const directory of await tasksBelow(root, runId)) {
    synced.push(...(await syncTask(relative(root, directory), directory, backEnds)));
  }
  if (runId !== undefined && synced.length === 0) {
    throw new PipelineError(
      'nothing_tracked',
      `Sending run ${runId} to trackers: this machine has no record of it (${lfCommand('runs', 'list')} shows the runs).`,
    );
  }
  if (json === true) printJson(synced);
  else {
    for (const { task, backEnd, isComplete, reason, address } of synced) {
      print(
        `${task}  ${backEnd}: ${isComplete ? (address ?? 'done') : `incomplete: ${reason ?? ''}`}`,
      );
    }
  }
  if (synced.some(({ isComplete }) => !isComplete)) process.exitCode = 1;
}

async function syncTask(
  task: string,
  directory: string,
  backEnds: readonly BackEnd[],
): Promise<readonly SyncedTask[]> {
  try {
    const results = await syncTrackedRun(directory, backEnds);
    return results.map((result) => ({ task, ...result }));
  } catch (error) {
    // A task that was killed before it noted anything
    if (error instanceof UnknownTrackedRunError) return [];
    throw error;
  }
}

/** Folders `<root>/<run>/<task>-<attempt>`. */
async function tasksBelow(root: string, runId: string | undefined): Promise<readonly string[]> {
  const runs = (await namesIn(root)).filter((name) => runId === undefined || name === runId);
  const tasks = await Promise.all(
    runs.map(async (run) => (await namesIn(join(root, run))).map((task) => join(root, run, task))),
  );
  return tasks.flat();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
