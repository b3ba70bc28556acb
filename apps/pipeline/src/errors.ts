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
      `The settings cannot be used:\n${lines.join('\n')}\nCorrect them in .env or the environment.`,
    );
    this.problems = problems;
  }
}

/** The value of a setting as it may be shown: secrets never reach a message. */
export function shownSetting(setting: string, value: string): string {
  return /KEY|TOKEN|SECRET|PASSWORD/.test(setting)
    ? '(hidden)'
    : shownValue(value.replace(/\/\/[^/@\s]*@/, '//(hidden)@'));
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
