import { findRun, stopRun } from '@lf/flow';
import type { Command } from 'commander';
import { openContext } from '../settings/context.ts';
import { print } from '../terminal/print.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** `lf runs stop <run>`. */
export function addStopCommand(runs: Command): void {
  runs
    .command('stop')
    .description('ask a run on this machine to stop, like Ctrl-C; lf resume continues it')
    .argument('<run>', 'id of the run')
    .action(async (runId: string) => {
      const { store } = openContext();
      const run = await findRun(store, runId);
      await stopRun(store, run);
      print(`run ${run.runId} was asked to stop; continue it: ${lfCommand('resume', run.runId)}`);
    });
}
