import { Command, CommanderError } from 'commander';
import { addEndpointCommand } from './endpoint.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { exitCodeOf, printError } from './failure.ts';
import { addResumeCommand } from './resume.ts';
import { addRunCommand } from './run.ts';
import { addRunsCommand } from './runs.ts';
import { addSettingsCommand } from './settings.ts';
import { addShopCommand } from './shop.ts';
import { addTaskCommand } from './task.ts';
import { addUploadCommand } from './upload.ts';

/**
 * Runs the command line.
 *
 * @param args what stands behind `lf`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage or settings
 */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('lf')
    .description('Raw e-commerce click-streams to live predictions, in one command.')
    .option('--verbose', 'show stack traces of errors')
    .showHelpAfterError('(lf --help lists the commands)')
    .exitOverride();
  addRunCommand(program);
  addResumeCommand(program);
  addRunsCommand(program);
  addUploadCommand(program);
  addEvaluateCommand(program);
  addEndpointCommand(program);
  addShopCommand(program);
  addSettingsCommand(program);
  addTaskCommand(program);
  // `npx nx run pipeline:lf -- runs` hands the separator on
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    printError(error, program.opts<{ verbose?: boolean }>().verbose === true);
    return exitCodeOf(error);
  }
}
