import { ExpectationsError } from '../errors.ts';

/** An action after a check failed: no answer in time, an answer other than success, or a failed command. */
export class ActionError extends ExpectationsError {
  override readonly name = 'ActionError';

  constructor(message: string, options?: ErrorOptions) {
    super('failed_action', message, options);
  }
}

/** How long an action may take unless it is told: a check in CI must not hang on a server that does not answer. */
const USUAL_TIMEOUT_MS = 10_000;

/** The most that timers of Node wait. */
const MOST_MS = 2 ** 31 - 1;

/** The time limit of an action; throws ActionError for an invalid one. */
export function timeoutOf(given: number | undefined): number {
  const timeoutMs = given ?? USUAL_TIMEOUT_MS;
  if (Number.isFinite(timeoutMs) && timeoutMs > 0 && timeoutMs <= MOST_MS) return timeoutMs;
  throw new ActionError(`timeoutMs must be above 0 and at most ${MOST_MS}; came ${timeoutMs}.`);
}
