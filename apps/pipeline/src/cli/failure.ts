import { RunFailedError, RunInterruptedError } from '@lf/flow';
import { resolve } from 'node:path';
import pc from 'picocolors';
import { NotJudgedError } from '../drift/drift-errors.ts';
import { PipelineError, RunStoppedError, SettingsError } from '../errors.ts';
import { readSettings } from '../settings/load.ts';
import { printable, printableLines } from '../terminal/printable.ts';
import { withoutSystemCodes } from '../terminal/system-fault.ts';
import { asCalled, lfCommand } from '../terminal/lf-command.ts';
import { givenBySettings, whereSet, whoGavePaths, type Given } from './given.ts';

/** Wrong usage or settings: nothing was started. */
const USAGE = 2;

/** As shells report a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof SettingsError || error instanceof NotJudgedError) return USAGE;
  if (error instanceof PipelineError && error.code === 'interrupted') return INTERRUPTED;
  const cause = error instanceof RunStoppedError ? error.cause : error;
  return cause instanceof RunInterruptedError ? INTERRUPTED : 1;
}

/** What of the settings helps against an error of a package, which knows no settings. */
const SETTINGS_THAT_HELP: Readonly<Record<string, string>> = {
  long_sessions:
    'Settings: LF_LONG_SESSIONS=drop leaves them out, LF_MAX_SESSION_EVENTS sets the limit.',
  invalid_rows:
    'Setting: LF_DUPLICATE_ROWS says what to do with repeated rows (error, drop, keep).',
  unsplittable:
    'Configuration: VALIDATION_RATIO and TEST_RATIO are the shares of sessions in each part.',
  model_worse:
    'Setting: LF_MAX_METRIC_DROP is the largest allowed loss; --force of lf run and lf resume deploys it anyway.',
  port_taken: 'Setting: LF_ENDPOINT_PORT, or --port; without either, a free port is used.',
};

/** Prints an error for people: what happened and what to do; the stack trace only if asked for. */
export function printError(
  error: unknown,
  { verbose, flags = [] }: { readonly verbose: boolean; readonly flags?: readonly Given[] },
): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `${pc.red('error')} ${printableLines(asCalled(withoutSystemCodes(message)))}\n`,
  );
  for (const hint of [...givenIn(error, message, flags), ...hintsFor(error)]) {
    process.stderr.write(`${printableLines(asCalled(hint))}\n`);
  }
  if (error instanceof RunStoppedError) {
    process.stderr.write(`\n${error.advice.map(printable).join('\n')}\n`);
  }
  const origin = error instanceof RunStoppedError ? error.cause : error;
  if (verbose && origin instanceof Error)
    process.stderr.write(`\n${printableLines(origin.stack ?? '')}\n`);
}

/** By which flags and settings the values came that an error names. */
function givenIn(error: unknown, message: string, flags: readonly Given[]): readonly string[] {
  try {
    const { sources } = readSettings(process.env, resolve('.env'));
    return error instanceof SettingsError
      ? whereSet(
          error.problems.map(({ setting }) => setting),
          sources,
        )
      : whoGavePaths(message, [...flags, ...givenBySettings(sources)]);
  } catch {
    // Such as a .env that cannot be read: the error itself counts
    return whoGavePaths(message, flags);
  }
}

function hintsFor(error: unknown): readonly string[] {
  if (error instanceof SettingsError) {
    return [`${lfCommand('settings')} lists what each accepts.`];
  }
  const cause = error instanceof RunStoppedError ? error.cause : error;
  const causes =
    cause instanceof RunFailedError ? cause.failures.map((each) => each.error) : [cause];
  return causes.flatMap((each) => {
    const { code, message } = described(each);
    if (code === 'invalid_rows' && !message.includes('duplicate_rows')) return [];
    return SETTINGS_THAT_HELP[code] ?? [];
  });
}

function described(cause: unknown): { readonly code: string; readonly message: string } {
  if (typeof cause !== 'object' || cause === null) return { code: '', message: '' };
  return {
    code: 'code' in cause ? String(cause.code) : '',
    message: 'message' in cause ? String(cause.message) : '',
  };
}
