import { shownKey, shownValue } from '@lf/config';

/** So many wrong settings are written into a message; `problems` has all. */
const MOST_LINES = 50;

/** Every error that the command line throws on purpose: `code` is stable, the message says what to do. */
export class PipelineError extends Error {
  override readonly name: string = 'PipelineError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One setting that cannot be used. */
export interface SettingsProblem {
  readonly setting: string;
  readonly value: string;
  readonly expected: string;
}

/** Thrown when settings are unknown, misspelt or out of range; lists all of them. */
export class SettingsError extends PipelineError {
  override readonly name = 'SettingsError';
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const lines = problems
      .slice(0, MOST_LINES)
      .map(
        ({ setting, value, expected }) =>
          `  ${shownKey(setting)}=${shownSetting(setting, value)}: ${expected}`,
      );
    if (problems.length > MOST_LINES) lines.push(`  and ${problems.length - MOST_LINES} more`);
    super(
      'settings_invalid',
      `The settings cannot be used:\n${lines.join('\n')}\n${whereToCorrect(problems)}`,
    );
    this.problems = problems;
  }
}

/** Flags are corrected where the command is, settings where they are kept. */
function whereToCorrect(problems: readonly SettingsProblem[]): string {
  const flags = problems.filter(({ setting }) => setting.startsWith('--'));
  const names = [...new Set(flags.map(({ setting }) => setting))].join(', ');
  if (flags.length === 0) return 'Correct them in .env or the environment.';
  return flags.length === problems.length
    ? `Correct ${names} of the command.`
    : `Correct ${names} of the command, and the others in .env or the environment.`;
}

/** Whether the value of a setting must not be shown. */
export const isSecret = (setting: string): boolean => /KEY|TOKEN|SECRET|PASSWORD/.test(setting);

/** The value of a setting as it may be shown: secrets never reach a message. */
export function shownSetting(setting: string, value: string): string {
  return isSecret(setting) ? '(hidden)' : shownValue(value.replace(/\/\/[^/@\s]*@/, '//(hidden)@'));
}

/** A run that failed or was stopped, and how to go on. */
export class RunStoppedError extends PipelineError {
  override readonly name = 'RunStoppedError';
  override readonly cause: Error & { readonly code: string };
  /** Lines for people: the commands that fit what happened. */
  readonly advice: readonly string[];

  constructor(cause: Error & { readonly code: string }, advice: readonly string[]) {
    super(cause.code, cause.message, { cause });
    this.cause = cause;
    this.advice = advice;
  }
}
