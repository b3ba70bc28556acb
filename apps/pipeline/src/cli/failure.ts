import { RunFailedError, RunInterruptedError } from '@lf/flow';
import pc from 'picocolors';
import { SettingsError } from '../errors.ts';

/** Wrong usage or settings: nothing was started. */
const USAGE = 2;

/** As shells report a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof SettingsError) return USAGE;
  return error instanceof RunInterruptedError ? INTERRUPTED : 1;
}

/** Prints an error for people: what happened and what to do; the stack trace only if asked for. */
export function printError(error: unknown, verbose: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${pc.red('error')} ${message}\n`);
  if (error instanceof RunFailedError || error instanceof RunInterruptedError) {
    process.stderr.write(`\nGo on: lf resume ${error.runId}\n`);
  }
  if (verbose && error instanceof Error) process.stderr.write(`\n${error.stack ?? ''}\n`);
}
