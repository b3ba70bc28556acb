import { resumeRun, taskCommand } from '@lf/flow';
import type { Command } from 'commander';
import { intentFlow } from '../intent/flow.ts';
import { createRunPrinter } from '../report/runPrinter.ts';
import { intentReport, renderIntentReport } from '../report/intentReport.ts';
import { openContext, print, printJson, withJson } from './context.ts';
import { ENTRY } from './entry.ts';

interface ResumeFlags {
  readonly breakLock?: boolean;
  readonly json?: boolean;
}

/** `lf resume <run>`: goes on with a run that failed or was stopped. */
export function addResumeCommand(program: Command): void {
  const command = program
    .command('resume')
    .description('go on with a run that failed or was stopped; finished steps are reused')
    .argument('<run>', 'id of the run (lf runs lists them)')
    .option('--break-lock', 'take the run even if another host seems to work on it');
  withJson(command).action(async (runId: string, flags: ResumeFlags) => {
    const { settings, store } = openContext();
    const printer = createRunPrinter({ silent: flags.json === true });
    const summary = await resumeRun(intentFlow, runId, {
      store,
      command: taskCommand(ENTRY, ['task', '--datastore', store.url]),
      maxWorkers: settings.LF_MAX_WORKERS,
      breakLock: flags.breakLock === true,
      onEvent: printer.onEvent,
    });
    printer.end();
    const report = await intentReport(store, summary);
    if (flags.json === true) printJson(report);
    else print(renderIntentReport(report));
  });
}
