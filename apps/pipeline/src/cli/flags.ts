import { decimalOf, wholeNumberOf } from '@lf/serving';
import { InvalidArgumentError, Option, type Command } from 'commander';

/** `--json` as every command that prints has it. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON document instead of text');
}

/** `--json` and `--json-lines`, as the commands that run steps have them. */
export function withJsonLines(command: Command): Command {
  return withJson(command).addOption(
    new Option(
      '--json-lines',
      'print a line of JSON for each event as it happens, and one for the result or error',
    ).conflicts('json'),
  );
}

/** A flag's text as a whole number of zero or more. */
export function wholeNumber(text: string): number {
  const value = wholeNumberOf(text);
  if (value === undefined || value < 0) {
    throw new InvalidArgumentError('expected a whole number');
  }
  return value;
}

/** A flag's text as a whole number of one or more. */
export function countFromOne(text: string): number {
  const value = wholeNumberOf(text);
  if (value === undefined || value < 1) {
    throw new InvalidArgumentError('expected a whole number from 1');
  }
  return value;
}

/** A flag's text as different seeds, separated by commas. */
export function seedList(text: string): readonly number[] {
  const seeds = text.split(',').map((part) => wholeNumberOf(part.trim()));
  const valid = seeds.filter((seed) => seed !== undefined && seed >= 0 && seed < 2 ** 32);
  if (valid.length < seeds.length || new Set(valid).size < valid.length) {
    throw new InvalidArgumentError(
      'expected different whole numbers from 0 to 4294967295, separated by commas, such as 11,22,33',
    );
  }
  return valid.flatMap((seed) => seed ?? []);
}

/** A flag's text as a port of this machine. */
export function portNumber(text: string): number {
  const value = wholeNumberOf(text);
  if (value === undefined || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('expected a port from 1 to 65535');
  }
  return value;
}

/** A flag's text as a number from 0 to 1. */
export function ratio(text: string): number {
  const value = decimalOf(text);
  if (value === undefined || value < 0 || value > 1) {
    throw new InvalidArgumentError('expected a number from 0 to 1');
  }
  return value;
}
