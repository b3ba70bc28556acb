import type { Command } from 'commander';

/** `--json` as every command that prints has it. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON document instead of text');
}
