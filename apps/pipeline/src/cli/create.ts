import type { Command } from 'commander';
import { flowTable } from '../flows/flow-table.ts';
import { openContext } from '../settings/context.ts';
import {
  createMachine,
  type CreateFlags,
  type CreatedMachine,
} from '../step-functions/create-machine.ts';
import { print, printJson } from '../terminal/print.ts';
import { wholeNumber, withJson } from './flags.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** `lf create step-functions <flow>`: the flow as a state machine of AWS, which runs it without this machine. */
export async function addCreateCommand(program: Command): Promise<void> {
  const machines = program
    .command('create')
    .description('deploy a flow to AWS, where it runs without this machine')
    .command('step-functions')
    .description('as a state machine of Step Functions, each step a job of AWS Batch');
  for (const [name, entry] of await flowTable()) {
    const command = machines
      .command(name)
      .description(entry.about)
      .option(
        '--schedule <expression>',
        'when it runs: cron(...), rate(...), or off to remove the schedule',
      )
      .option('--timezone <name>', 'time zone of the cron expression', 'UTC')
      .option('--data <folder>', 'folder with the raw tables, which this command stores')
      .option('--config <file>', 'model configuration (JSON)');
    if (entry.choosesModel !== undefined && entry.choosesModel !== false) {
      command.option('--model <choice>', 'the model, instead of MODEL_CHOICE');
    }
    if (entry.choosesModel === true)
      command.option('--sweep <file>', 'train the models that a file lists, serve the best (JSON)');
    entry.addFlags?.(command);
    command
      .option('--seed <n>', 'seed of every random draw', wholeNumber)
      .option('--events <n>', 'size of the synthetic shop, without --data', wholeNumber)
      .option('--max-workers <n>', 'concurrent items of a for-each (default 100)', wholeNumber)
      .option('--force', 'deploy the model even if it is worse than the serving model')
      .option('--tag <tag...>', 'tags of its runs')
      .option('--dry-run', 'only print the definition, without any request to AWS');
    withJson(command).action(async (flags: CreateFlags) => {
      const say = (line: string): void => void process.stderr.write(`${line}\n`);
      const made = await createMachine(openContext(), entry, flags, say);
      if (flags.dryRun === true) printJson(made.definition);
      else if (flags.json === true) printJson(made);
      else tell(name, made);
    });
  }
}

function tell(flow: string, { place, definition, deployed, schedule }: CreatedMachine): void {
  const states = Object.keys(definition.States).length;
  print(`state machine ${place.name} of ${states} states ${deployed?.machine ?? ''}: ${place.arn}`);
  if (schedule !== null) {
    const { expression, timezone } = schedule;
    print(`it runs by ${expression}, ${timezone} (schedule ${deployed?.schedule ?? ''})`);
  }
  if (deployed?.schedule === 'removed') print('its schedule is removed; start it with lf trigger');
  if (deployed?.schedule === 'none') print('it had no schedule');
  print(`Start it now: ${lfCommand('trigger', flow)}`);
}
