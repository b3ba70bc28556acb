import type { Command } from 'commander';
import { flowTable } from '../flows/flow-table.ts';
import type { RunFlags } from '../params/run-flags.ts';
import { openContext } from '../settings/context.ts';
import { endingInJson } from './ending-in-json.ts';
import { portNumber, wholeNumber, withJsonLines } from './flags.ts';

/** `lf run <flow>`: from raw events to a served prediction. */
export async function addRunCommand(program: Command): Promise<void> {
  const run = program
    .command('run')
    .description('run a flow, from raw events to a served prediction');
  for (const [name, { about, load, choosesModel, addFlags }] of await flowTable()) {
    const command = run
      .command(name)
      .description(about)
      .option(
        '--data <folder>',
        'folder with browsing_train.csv[.gz]; the other tables in it are read too',
      )
      .option('--config <file>', 'model configuration (JSON)');
    if (choosesModel !== undefined && choosesModel !== false) {
      command.option('--model <choice>', 'the model, instead of MODEL_CHOICE');
    }
    if (choosesModel === true)
      command.option(
        '--sweep <file>',
        'train all models that a JSON file lists and serve the best one',
      );
    addFlags?.(command);
    command
      .option('--seed <n>', 'seed of every random draw', wholeNumber)
      .option(
        '--events <n>',
        'size of the synthetic shop, in events; used without --data',
        wholeNumber,
      )
      .option('--max-workers <n>', 'number of steps that run at the same time', wholeNumber)
      .option('--port <n>', 'port of the endpoint on 127.0.0.1', portNumber)
      .option('--force', 'deploy the model even if it is worse than the serving model')
      .option('--tag <tag...>', 'tags of the run')
      .option('--run-id <id>', 'id of the run (default: made from the time)')
      .option(
        '--inspect <step[:port]>',
        'make this step wait for a debugger on 127.0.0.1 (default port 9229)',
      )
      .option('--plain', 'print progress as plain lines, even on a terminal')
      .option('--quiet', 'print only the result');
    withJsonLines(command).action(async (flags: RunFlags) => {
      await endingInJson(flags, async () => (await load()).run(openContext(), flags));
    });
  }
}
