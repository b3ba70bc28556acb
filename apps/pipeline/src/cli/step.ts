import { describeRerun, findRun, FlowError, rerunTask, type Rerun } from '@lf/flow';
import type { Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { flowEntry } from '../flows/flow-entry.ts';
import { inspectedStep, tellInspected } from '../flows/inspected-step.ts';
import { stepCommand } from '../flows/step-command.ts';
import { openContext, type CliContext } from '../settings/context.ts';
import type { OutputFlags } from '../terminal/output-flags.ts';
import { print, printJson, printResult } from '../terminal/print.ts';
import { createRunPrinter } from '../terminal/run-printer.ts';
import { lfCommand } from '../terminal/lf-command.ts';
import { endingInJson } from './ending-in-json.ts';
import { wholeNumber, withJsonLines } from './flags.ts';

interface StepFlags extends OutputFlags {
  readonly out?: string;
  readonly attempt?: number;
  /** True: at the port where Node's tools look. */
  readonly inspect?: string | true;
}

/** The step that replaces what serves: in a scratch folder or not, its users would notice. */
const SERVING_STEP = 'deploy';

/** `lf step <run> <step>`: does one step of a run again, and leaves the run as it is. */
export function addStepCommand(program: Command): void {
  const command = program
    .command('step')
    .description(
      'repeat one step of a run on its old inputs, in a scratch folder; the run and the datastore do not change',
    )
    .argument('<run>', 'id of the run (lf runs lists them)')
    .argument('<step>', 'name of the step; <step>/<number> for one item of a for-each')
    .option(
      '--inspect [port]',
      'first wait for a debugger on this port of 127.0.0.1 (default 9229)',
    )
    .option('--attempt <n>', 'use the inputs of this attempt (lf runs show)', wholeNumber)
    .option('--out <folder>', 'an empty folder for the outputs of the step, instead of a new one')
    .option('--plain', 'print progress as plain lines, even on a terminal');
  withJsonLines(command).action(async (runId: string, task: string, flags: StepFlags) => {
    await endingInJson(flags, async () => {
      tell(await doAgain(openContext(), { runId, task, flags }), flags);
    });
  });
}

function tell(rerun: Rerun, { json, jsonLines }: OutputFlags): void {
  if (jsonLines === true) printResult(rerun);
  else if (json === true) printJson(rerun);
  else {
    for (const line of describeRerun(rerun)) print(line);
    print(`scratch folder: ${rerun.directory} (delete it when you are done)`);
  }
}

async function doAgain(
  { store, environment }: CliContext,
  {
    runId,
    task,
    flags,
  }: { readonly runId: string; readonly task: string; readonly flags: StepFlags },
): Promise<Rerun> {
  const { flow } = await findRun(store, runId);
  const { definition } = await flowEntry(flow, `Doing ${task} of run ${runId} again`);
  const [step = task] = task.split('/');
  if (step === SERVING_STEP) {
    throw new PipelineError(
      'step_serves',
      `Doing ${task} of run ${runId} again: this step would replace the serving model. Choose another step; ` +
        `${lfCommand('resume', runId, '--from', step)} deploys the model of the run again.`,
    );
  }
  const inspect =
    flags.inspect === undefined
      ? undefined
      : inspectedStep(definition, flags.inspect === true ? step : `${step}:${flags.inspect}`);
  if (inspect !== undefined) tellInspected(inspect);
  const printer = createRunPrinter(flags);
  try {
    return await rerunTask(definition, runId, task, {
      store,
      // Like no step of a flow, so that it gets no key of a tracker: what is tried out is not tracked
      command: stepCommand(environment, { datastore: store.url, like: 'step', inspect }),
      onEvent: printer.onEvent,
      ...(flags.out !== undefined && { directory: flags.out }),
      ...(flags.attempt !== undefined && { attempt: flags.attempt }),
    });
  } catch (error) {
    if (!(error instanceof FlowError) || error.code !== 'rerun_interrupted') throw error;
    throw new PipelineError('interrupted', error.message, { cause: error });
  } finally {
    printer.end();
  }
}
