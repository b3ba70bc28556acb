import { findRun } from '@lf/flow';
import type { Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { flowEntry } from '../flows/flow-entry.ts';
import type { ResumeFlags } from '../params/run-flags.ts';
import { openContext } from '../settings/context.ts';
import { wholeNumber, withJson } from './flags.ts';

/** `lf resume <run>`: goes on with a run that failed or was stopped, whichever flow it is of. */
export function addResumeCommand(program: Command): void {
  const command = program
    .command('resume')
    .description(
      'go on with a run that failed or was stopped: it keeps its data, suite and configuration unless told otherwise, and reuses finished steps that a change does not concern',
    )
    .argument('<run>', 'id of the run (lf runs lists them)')
    .option('--data <folder>', "read these raw tables anew, instead of the run's data")
    .option('--suite <file>', "check the events by this suite (JSON), instead of the run's")
    .option('--config <file>', "train with this model configuration (JSON), instead of the run's")
    .option('--model <choice>', "rec: train this model, instead of the run's")
    .option(
      '--sweep <file>',
      "rec: train the models that a file lists, instead of the run's (JSON)",
    )
    .option('--seed <n>', "draw by this seed, instead of the run's", wholeNumber)
    .option('--port <n>', 'loopback port of the endpoint', wholeNumber)
    .option('--from <step>', 'do this step again, and all that follow it')
    .option('--force', 'deploy the model even if it is worse than the one that serves')
    .option('--break-lock', 'take the run even if another host seems to work on it')
    .option('--plain', 'plain lines, also on a terminal');
  withJson(command).action(async (runId: string, flags: ResumeFlags) => {
    const context = openContext();
    const { flow } = await findRun(context.store, runId);
    const entry = await flowEntry(flow, `Resuming run ${runId}`);
    const choice = (['model', 'sweep'] as const).find((flag) => flags[flag] !== undefined);
    if (entry.choosesModel !== true && choice !== undefined) {
      throw new PipelineError(
        'flag_of_other_flow',
        `Resuming run ${runId}: the flow ${flow} has no --${choice}. Leave it out.`,
      );
    }
    await (await entry.load()).resume(context, runId, flags);
  });
}
