import { Argument, InvalidArgumentError, type Command } from 'commander';
import type { RunFlags } from '../intent/run.ts';
import { withJson } from './with-json.ts';

/** `lf run <flow>`: from raw events to a served prediction. */
export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('run a flow, from raw events to a served prediction')
    .addArgument(new Argument('<flow>', 'which flow').choices(['intent']))
    .option(
      '--data <folder>',
      'folder with browsing_train.csv[.gz] and, if there, the other tables',
    )
    .option('--config <file>', 'model configuration (JSON)')
    .option('--seed <n>', 'seed of every random draw', wholeNumber)
    .option('--events <n>', 'size of the synthetic shop, where no data is given', wholeNumber)
    .option('--max-workers <n>', 'steps at the same time', wholeNumber)
    .option('--port <n>', 'loopback port of the endpoint', wholeNumber)
    .option('--tag <tag...>', 'tags of the run')
    .option('--run-id <id>', 'name of the run instead of one made of the time')
    .option('--quiet', 'only the result');
  withJson(command).action(async (_flow: string, flags: RunFlags) => {
    const { runIntent } = await import('../intent/run.ts');
    await runIntent(flags);
  });
}

/** A flag's text as a whole number of zero or more. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError('expected a whole number');
  }
  return value;
}
