import { Command, CommanderError } from 'commander';
import { ownVersion } from '../deploy/own-version.ts';
import { COMMAND_NAMES, type CommandName } from '../terminal/command-names.ts';
import { callProgram, lfCommand, programOf } from '../terminal/lf-command.ts';
import { printableLines } from '../terminal/printable.ts';
import { givenByFlags, type Given } from './given.ts';
import { helpAsCalled } from './help-as-called.ts';
import { exitCodeOf, printError } from './failure.ts';
import { guardOutput, requireSystem, requireWorkingDirectory } from './surroundings.ts';

/** Adds a command to the program. */
type AddCommand = (program: Command) => void | Promise<void>;

/** Every command, loaded when it is called: some bring DuckDB or TensorFlow.js along. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<AddCommand>>> = {
  run: async () => (await import('./run.ts')).addRunCommand,
  resume: async () => (await import('./resume.ts')).addResumeCommand,
  step: async () => (await import('./step.ts')).addStepCommand,
  runs: async () => (await import('./runs.ts')).addRunsCommand,
  create: async () => (await import('./create.ts')).addCreateCommand,
  trigger: async () => (await import('./trigger.ts')).addTriggerCommand,
  ui: async () => (await import('./ui.ts')).addUiCommand,
  import: async () => (await import('./import.ts')).addImportCommand,
  upload: async () => (await import('./upload.ts')).addUploadCommand,
  datasets: async () => (await import('./datasets.ts')).addDatasetsCommand,
  evaluate: async () => (await import('./evaluate.ts')).addEvaluateCommand,
  predict: async () => (await import('./predict.ts')).addPredictCommand,
  drift: async () => (await import('./drift.ts')).addDriftCommand,
  bundle: async () => (await import('./bundle.ts')).addBundleCommand,
  endpoint: async () => (await import('./endpoint.ts')).addEndpointCommand,
  shop: async () => (await import('./shop.ts')).addShopCommand,
  tracking: async () => (await import('./tracking.ts')).addTrackingCommand,
  settings: async () => (await import('./settings.ts')).addSettingsCommand,
  gc: async () => (await import('./gc.ts')).addGcCommand,
  cost: async () => (await import('./cost.ts')).addCostCommand,
  iam: async () => (await import('./iam.ts')).addIamCommand,
  doctor: async () => (await import('./doctor.ts')).addDoctorCommand,
};

/**
 * Runs the command line.
 *
 * @param args what stands behind `lf`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage or settings, 130 interrupted
 */
export async function runCli(args: readonly string[]): Promise<number> {
  // `npx nx run pipeline:lf -- runs` hands the separator on
  const words = args[0] === '--' ? args.slice(1) : args;
  const program = new Command('lf')
    .description('Raw e-commerce click-streams to live predictions, in one command.')
    .version(ownVersion(), '--version', 'print the version of lf')
    .option('--verbose', 'show stack traces of errors')
    .configureHelp(helpAsCalled)
    .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
    .exitOverride();
  guardOutput();
  let flags: readonly Given[] = [];
  program.hook('preAction', (_, called) => void (flags = givenByFlags(called)));
  const called = words.find((word) => !word.startsWith('-'));
  const name = COMMAND_NAMES.find((each) => each === called);
  const known = name === undefined ? undefined : COMMANDS[name];
  const isAskedForVersion = called === undefined && words.includes('--version');
  const everyCommand = isAskedForVersion ? [] : Object.values(COMMANDS);
  try {
    requireWorkingDirectory();
    requireSystem(name);
    const { argv, env } = process;
    const [, script = 'lf'] = argv;
    callProgram(programOf({ script, directory: process.cwd(), environment: env }));
    program.showHelpAfterError(`(${lfCommand('--help')} lists the commands)`);
    for (const load of known === undefined ? everyCommand : [known]) {
      await (
        await load()
      )(program);
    }
    if (words.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync([...words], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const verbose = program.opts<{ verbose?: boolean }>().verbose === true;
    printError(error, { verbose, flags });
    return exitCodeOf(error);
  }
}
