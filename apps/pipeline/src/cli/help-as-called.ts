import { Help, type HelpConfiguration } from 'commander';
import { asCalled, lfCommand } from '../terminal/lf-command.ts';

const plain = new Help();

/** Help in which every command begins as whoever reads it called this program. */
export const helpAsCalled: HelpConfiguration = {
  commandUsage: (command) => {
    const usage = plain.commandUsage(command);
    const [, words = ''] = /^lf (.*)$/s.exec(usage) ?? [];
    return words === '' ? usage : `${lfCommand()} ${words}`;
  },
  commandDescription: (command) => asCalled(plain.commandDescription(command)),
  subcommandDescription: (command) => asCalled(plain.subcommandDescription(command)),
  optionDescription: (option) => asCalled(plain.optionDescription(option)),
  argumentDescription: (argument) => asCalled(plain.argumentDescription(argument)),
};
