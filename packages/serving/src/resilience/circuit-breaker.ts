export interface CircuitBreakerOptions {
  /** Failures in a row after which the endpoint is left alone; 0: never. */
  readonly failures: number;
  readonly cooldownMs: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly nowMs: () => number;
}

/** Leaves an endpoint alone after failures in a row, then lets one request try. */
export interface CircuitBreaker {
  /** @returns 0 if the endpoint may be asked, else the milliseconds until it may */
  enter(): number;
  /** The endpoint answered. */
  succeed(): void;
  /** It did not. */
  fail(): void;
}

/** A breaker that lets everything pass at first. */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { failures, cooldownMs, nowMs } = options;
  let inARow = 0;
  let closedUntilMs: number | undefined;
  return {
    enter() {
      if (closedUntilMs === undefined) return 0;
      const waitMs = closedUntilMs - nowMs();
      if (waitMs > 0) return waitMs;
      // This one tries; the others wait for what becomes of it, or for the next turn
      closedUntilMs = nowMs() + cooldownMs;
      return 0;
    },
    succeed() {
      inARow = 0;
      closedUntilMs = undefined;
    },
    fail() {
      inARow += 1;
      if (failures > 0 && inARow >= failures) closedUntilMs = nowMs() + cooldownMs;
    },
  };
}
