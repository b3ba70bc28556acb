/** Longer than a try and the wait after it: who slept between two tries counts for no more. */
const LONGEST_TRY_MS = 3 * 60_000;

/**
 * For how long a service may be out of reach. What counts is the time over which it was tried in vain, not that since it
 * was heard of: a laptop that has slept for an hour has not tried, and finds no network in its first moments.
 */
export class Patience {
  readonly #mostMs: number;
  #triedMs = 0;
  #lastMs: number | null = null;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /** The service has answered. */
  heard(): void {
    this.#triedMs = 0;
    this.#lastMs = null;
  }

  /**
   * The service has not answered.
   *
   * @returns whether to try again
   */
  isLeft(): boolean {
    const nowMs = performance.now();
    if (this.#lastMs !== null) this.#triedMs += Math.min(nowMs - this.#lastMs, LONGEST_TRY_MS);
    this.#lastMs = nowMs;
    return this.#triedMs < this.#mostMs;
  }
}
