import { findRun, stopRun } from '@lf/flow';
import type { Command } from 'commander';
import { openContext } from '../settings/context.ts';
import { print } from '../terminal/print.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** `lf runs stop <run>`. */
export function addStopCommand(runs: Command): void {
  runs
    .command('stop')
    .description('ask a run of this machine to stop, as Ctrl-C does; lf resume goes on with it')
    .argument('<run>', 'id of the run')
    .action(async (runId: string) => {
      const { store } = openContext();
      const run = await findRun(store, runId);
      await stopRun(store, run);
      print(`run ${run.runId} was asked to stop; go on: ${lfCommand('resume', run.runId)}`);
    });
}
