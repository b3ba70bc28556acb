import { ExpectationsError } from '../errors.ts';
import { guess, readArguments } from './arguments.ts';
import { columns, helpOf } from './command.ts';
import type { Command } from './command.ts';
import { EXIT, usage } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { shown } from '../shown.ts';

const PROGRAM = 'lf-expectations';

/** Each is loaded when it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check-command.ts')).checkCommand,
  profile: async () => (await import('./profile-command.ts')).profileCommand,
  summarise: async () => (await import('./summarise-command.ts')).summariseCommand,
  docs: async () => (await import('./docs-command.ts')).docsCommand,
  list: async () => (await import('./list-command.ts')).listCommand,
};

async function help(): Promise<string> {
  const rows: [string, string][] = [];
  for (const [name, load] of Object.entries(COMMANDS)) {
    const { takes, meaning } = await load();
    rows.push([`${name} ${takes}`, meaning]);
  }
  return [
    'Declare what data must look like, and check it.',
    '',
    ...rows.map(([name, meaning]) => `  ${PROGRAM} ${name}\n      ${meaning}`),
    '',
    'Options:',
    columns([
      ['--help', 'show the arguments and options of a command'],
      ['--verbose', 'show stack traces of errors'],
    ]),
  ].join('\n');
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(`${await help()}\n`);
    return EXIT.holds;
  }
  const known = Object.keys(COMMANDS);
  const load = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (name === undefined || load === undefined) {
    const came = name === undefined ? 'none' : shown(name);
    throw usage(
      `Expected a command: ${known.join(', ')}; came ${came}.${name === undefined ? '' : guess(name, known)}`,
    );
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(`${helpOf(PROGRAM, name, command)}\n`);
    return EXIT.holds;
  }
  return command.run(readArguments(rest, command.options), terminal);
}

/** Runs a command; answers its exit code. Every error is told in a sentence, with `--verbose` in full. */
export async function runCli(given: readonly string[], terminal: Terminal): Promise<number> {
  const isVerbose = given.includes('--verbose');
  const args = given.filter((arg) => arg !== '--verbose');
  try {
    return await run(args, terminal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.err(`${message}\n`);
    if (error instanceof ExpectationsError && error.code === 'usage') {
      const command =
        args[0] !== undefined && Object.hasOwn(COMMANDS, args[0]) ? `${args[0]} ` : '';
      terminal.err(`${PROGRAM} ${command}--help lists its arguments and options.\n`);
    }
    if (isVerbose && error instanceof Error) terminal.err(`${error.stack ?? ''}\n`);
    return EXIT.cannotRun;
  }
}
