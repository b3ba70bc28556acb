import type { Command } from 'commander';
import { flowTable } from '../flows/flow-table.ts';
import type { RunFlags } from '../params/run-flags.ts';
import { openContext } from '../settings/context.ts';
import { wholeNumber, withJson } from './flags.ts';

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
        'folder with browsing_train.csv[.gz] and, if there, the other tables',
      )
      .option('--config <file>', 'model configuration (JSON)');
    if (choosesModel === true) {
      command
        .option('--model <choice>', 'the model, instead of MODEL_CHOICE')
        .option('--sweep <file>', 'train the models that a file lists, serve the best (JSON)');
    }
    addFlags?.(command);
    command
      .option('--seed <n>', 'seed of every random draw', wholeNumber)
      .option('--events <n>', 'size of the synthetic shop, where no data is given', wholeNumber)
      .option('--max-workers <n>', 'steps at the same time', wholeNumber)
      .option('--port <n>', 'loopback port of the endpoint', wholeNumber)
      .option('--force', 'deploy the model even if it is worse than the one that serves')
      .option('--tag <tag...>', 'tags of the run')
      .option('--run-id <id>', 'name of the run instead of one made of the time')
      .option(
        '--inspect <step[:port]>',
        'let this step wait for a debugger on loopback (default port 9229)',
      )
      .option('--plain', 'plain lines, also on a terminal')
      .option('--quiet', 'only the result');
    withJson(command).action(async (flags: RunFlags) => {
      await (await load()).run(openContext(), flags);
    });
  }
}
