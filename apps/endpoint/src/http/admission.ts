import { RequestError } from '../errors.ts';
import type { Metrics } from '../metrics/metrics.ts';

/**
 * Counts the requests that wait for a model and refuses those beyond a bound: one that waits longer than its
 * client would only keep the others waiting.
 */
export class Admission {
  readonly #most: number;
  readonly #metrics: Metrics;
  #inFlight = 0;

  constructor(most: number, metrics: Metrics) {
    this.#most = most;
    this.#metrics = metrics;
  }

  /** @throws RequestError 503 with retry-after; and what `act` throws */
  async run<Result>(act: () => Promise<Result>): Promise<Result> {
    if (this.#inFlight >= this.#most) {
      throw new RequestError(
        503,
        'overloaded',
        `${this.#most} requests wait for an answer already. Try again shortly.`,
        { 'retry-after': '1' },
      );
    }
    this.#count(1);
    try {
      return await act();
    } finally {
      this.#count(-1);
    }
  }

  #count(change: number): void {
    this.#inFlight += change;
    this.#metrics.inFlight(this.#inFlight);
  }
}
