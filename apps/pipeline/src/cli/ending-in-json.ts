import { RunStoppedError } from '../errors.ts';
import type { OutputFlags } from '../terminal/output-flags.ts';
import { printJsonLine } from '../terminal/print.ts';
import { exitCodeOf } from './failure.ts';

/**
 * Does what a command is for; with `--json-lines` an error is the last of its lines, besides what people read of it.
 *
 * @throws what `work` throws
 */
export async function endingInJson(
  { jsonLines }: OutputFlags,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (jsonLines === true) printJsonLine({ type: 'error', ...describe(error) });
    throw error;
  }
}

function describe(error: unknown): Readonly<Record<string, unknown>> {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return {
    ...(typeof code === 'string' && { code }),
    message,
    ...(error instanceof RunStoppedError && { advice: error.advice }),
    exitCode: exitCodeOf(error),
  };
}
