import type { Given, Options } from './arguments.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** A command of the program. */
export interface Command {
  /** What stands behind its name: `<data> --suite <file>`. */
  readonly takes: string;
  readonly meaning: string;
  readonly options: Options;
  /** What else its help says. */
  readonly notes?: string;
  /** Throws ExpectationsError for whatever the user can mend. */
  run(given: Given, terminal: Terminal): Promise<ExitCode>;
}

/** Two columns: names, and what they mean. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join('\n');
}

/** What `--help` says of a command. */
export function helpOf(program: string, name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, { value, meaning, isRepeatable }]) =>
      [
        `--${option}${value === null ? '' : ` <${value}>`}`,
        isRepeatable === true ? `${meaning} (may be repeated)` : meaning,
      ] as const,
  );
  return [
    `${program} ${name} ${command.takes}`,
    '',
    command.meaning,
    ...(options.length === 0 ? [] : ['', 'Options:', columns(options)]),
    ...(command.notes === undefined ? [] : ['', command.notes]),
  ].join('\n');
}
