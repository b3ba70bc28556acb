import { PipelineError } from '../errors.ts';

/** Traffic that could not be compared: no log, no reference, no model. Exit code 2, since 1 says drift. */
export class NotJudgedError extends PipelineError {
  override readonly name = 'NotJudgedError';

  /** What stood in the way, in its own words. */
  static because(cause: unknown): NotJudgedError {
    if (cause instanceof NotJudgedError) return cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'not_judged';
    const message = cause instanceof Error ? cause.message : String(cause);
    return new NotJudgedError(code, message, { cause });
  }
}
