import { resumeRun, runFlow, taskCommand } from '@lf/flow';
import { openContext, print, printJson, type CliContext } from '../cli/context.ts';
import { ENTRY } from '../cli/entry.ts';
import {
  intentReport,
  renderIntentReport,
  type FinishedIntentRun,
} from '../report/intent-report.ts';
import { createRunPrinter } from '../report/run-printer.ts';
import { intentFlow } from './flow.ts';
import { intentParams, limitsOf, type IntentFlags } from './params-from-settings.ts';

/** The flags of `lf run`. */
export interface RunFlags extends IntentFlags {
  readonly maxWorkers?: number;
  readonly tag?: readonly string[];
  readonly runId?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The flags of `lf resume`. */
export interface ResumeFlags {
  readonly breakLock?: boolean;
  readonly json?: boolean;
}

/** `lf run intent`: a new run, its progress and its report. */
export async function runIntent(flags: RunFlags): Promise<void> {
  const context = openContext();
  const params = await intentParams(context.settings, flags);
  await reported(context, flags, (options) =>
    runFlow(intentFlow, {
      ...options,
      params,
      maxWorkers: flags.maxWorkers ?? context.settings.LF_MAX_WORKERS,
      tags: flags.tag ?? [],
      ...(flags.runId === undefined ? {} : { runId: flags.runId }),
    }),
  );
}

/**
 * `lf resume`: the rest of a run, its progress and its report. The run keeps its data, seed and
 * configuration; the limits that may have stopped it are those of today's settings.
 */
export async function resumeIntent(runId: string, flags: ResumeFlags): Promise<void> {
  const context = openContext();
  await reported(context, flags, (options) =>
    resumeRun(intentFlow, runId, {
      ...options,
      params: { datastore: context.store.url, ...limitsOf(context.settings) },
      maxWorkers: context.settings.LF_MAX_WORKERS,
      breakLock: flags.breakLock === true,
    }),
  );
}

async function reported(
  { store }: CliContext,
  flags: { readonly json?: boolean; readonly quiet?: boolean },
  execute: (options: ReturnType<typeof optionsOf>) => Promise<FinishedIntentRun>,
): Promise<void> {
  const printer = createRunPrinter({ silent: flags.quiet === true || flags.json === true });
  const run = await execute(optionsOf(store, printer)).finally(() => printer.end());
  const report = await intentReport(store, run);
  if (flags.json === true) printJson(report);
  else print(renderIntentReport(report));
}

function optionsOf(store: CliContext['store'], { onEvent }: ReturnType<typeof createRunPrinter>) {
  return { store, onEvent, command: taskCommand(ENTRY, ['task', '--datastore', store.url]) };
}
