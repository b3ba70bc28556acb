import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** SageMaker takes a container for dead that is silent for two seconds; the machine may be busy with the fuzzer. */
const MOST_MS = 4_000;
const PAUSE_MS = 40;

/** Asks /ping all the while. */
export class PingWatch {
  readonly #watching: Promise<void>;
  #isOver = false;
  #pings = 0;
  #slowestMs = 0;

  constructor(port: number) {
    this.#watching = this.#watch(`http://127.0.0.1:${port}/ping`);
    // Told by end()
    this.#watching.catch(() => undefined);
  }

  /** @throws AssertionError if an answer was late or no 200 */
  async end(): Promise<{ readonly pings: number; readonly slowestPingMs: number }> {
    this.#isOver = true;
    await this.#watching;
    return { pings: this.#pings, slowestPingMs: Math.round(this.#slowestMs) };
  }

  async #watch(url: string): Promise<void> {
    while (!this.#isOver) {
      const startedMs = performance.now();
      const response = await fetch(url);
      assert.equal(response.status, 200, await response.text());
      const ms = performance.now() - startedMs;
      assert.ok(ms < MOST_MS, `/ping took ${Math.round(ms)} ms`);
      this.#pings += 1;
      this.#slowestMs = Math.max(this.#slowestMs, ms);
      await sleep(PAUSE_MS);
    }
  }
}
