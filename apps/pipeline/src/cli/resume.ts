import { findRun } from '@lf/flow';
import type { Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { flowEntry } from '../flows/flow-entry.ts';
import type { ResumeFlags } from '../params/run-flags.ts';
import { openContext } from '../settings/context.ts';
import { endingInJson } from './ending-in-json.ts';
import { portNumber, wholeNumber, withJsonLines } from './flags.ts';

/** `lf resume <run>`: goes on with a run that failed or was stopped, whichever flow it is of. */
export function addResumeCommand(program: Command): void {
  const command = program
    .command('resume')
    .description(
      'continue a run that failed or was stopped, with its own data, suite and configuration unless a flag changes them; finished steps are reused unless a change affects them',
    )
    .argument('<run>', 'id of the run (lf runs lists them)')
    .option('--data <folder>', "read the raw tables from this folder instead of the run's data")
    .option('--suite <file>', "check the events with this suite (JSON), instead of the run's")
    .option('--config <file>', "train with this model configuration (JSON), instead of the run's")
    .option('--model <choice>', "train this model, instead of the run's")
    .option(
      '--sweep <file>',
      "rec: train the models that a file lists, instead of the run's (JSON)",
    )
    .option('--seed <n>', "use this seed, instead of the run's", wholeNumber)
    .option('--port <n>', 'port of the endpoint on 127.0.0.1', portNumber)
    .option('--from <step>', 'repeat this step and all steps after it')
    .option('--force', 'deploy the model even if it is worse than the serving model')
    .option('--break-lock', 'take over the run even if another machine seems to be working on it')
    .option('--plain', 'print progress as plain lines, even on a terminal');
  withJsonLines(command).action(async (runId: string, flags: ResumeFlags) => {
    await endingInJson(flags, () => resume(runId, flags));
  });
}

async function resume(runId: string, flags: ResumeFlags): Promise<void> {
  const context = openContext();
  const { flow } = await findRun(context.store, runId);
  const entry = await flowEntry(flow, `Resuming run ${runId}`);
  const { choosesModel = false } = entry;
  const choice = (['sweep', 'model'] as const).find((flag) => flags[flag] !== undefined);
  if (choice !== undefined && !(choice === 'model' ? choosesModel : choosesModel === true)) {
    throw new PipelineError(
      'flag_of_other_flow',
      `Resuming run ${runId}: the flow ${flow} has no --${choice}. Leave it out.`,
    );
  }
  await (await entry.load()).resume(context, runId, flags);
}
