import type { Ask } from '../ask.ts';
import { EndpointError, EndpointSuspendedError, EndpointTimeoutError } from '../errors.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createRetryBudget } from './retry-budget.ts';

/** The first wait before a retry is a random part of this, each later one of twice as much. */
const BASE_WAIT_MS = 50;

/** The world outside, as far as waiting is concerned. */
export interface Waiting {
  /** Milliseconds on a clock that only goes forward. */
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** @returns a number in [0, 1) */
  readonly random: () => number;
}

export interface ResilienceOptions extends Waiting {
  /** What is asked, for messages. */
  readonly endpoint: string;
  /** Retries of one request at most. */
  readonly retries: number;
  /** Failures in a row after which the endpoint is left alone; 0: never. */
  readonly breakerFailures: number;
  readonly breakerCooldownMs: number;
}

/**
 * Asks again where that may help: after a failure that another try may not meet, within the time of the request and
 * a budget shared by all of them; and asks not at all for a while after failures in a row.
 *
 * @throws EndpointSuspendedError, and what `ask` throws
 */
export function createResilientAsk(ask: Ask, options: ResilienceOptions): Ask {
  const { endpoint, retries, breakerFailures, breakerCooldownMs, nowMs, sleep, random } = options;
  const budget = createRetryBudget();
  const breaker = createCircuitBreaker({
    failures: breakerFailures,
    cooldownMs: breakerCooldownMs,
    nowMs,
  });

  async function tryOnce(...request: Parameters<Ask>): Promise<unknown> {
    const waitMs = breaker.enter();
    if (waitMs > 0) throw new EndpointSuspendedError(endpoint, waitMs);
    try {
      const answer = await ask(...request);
      breaker.succeed();
      return answer;
    } catch (error) {
      if (isTrouble(error)) breaker.fail();
      else breaker.succeed();
      throw error;
    }
  }

  return async (codes, asked) => {
    const { timeoutMs } = asked;
    const endMs = nowMs() + timeoutMs;
    budget.earn();
    for (let retry = 0; ; retry++) {
      try {
        const leftMs = retry === 0 ? timeoutMs : Math.max(1, Math.ceil(endMs - nowMs()));
        return await tryOnce(codes, { ...asked, timeoutMs: leftMs });
      } catch (error) {
        if (error instanceof EndpointTimeoutError) {
          // Whichever try it was: what the caller waited for is the time of the request
          throw new EndpointTimeoutError(endpoint, timeoutMs, { cause: error });
        }
        const waitMs = random() * BASE_WAIT_MS * 2 ** retry;
        const mayRetry = error instanceof EndpointError && error.isTransient && retry < retries;
        if (!mayRetry || nowMs() + waitMs >= endMs || !budget.spend()) throw error;
        await sleep(waitMs);
      }
    }
  };
}

/** Whether the endpoint is in trouble, rather than the request. */
function isTrouble(error: unknown): boolean {
  return (
    error instanceof EndpointTimeoutError || (error instanceof EndpointError && error.isTransient)
  );
}
