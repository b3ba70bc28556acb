import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fuzzed } from './fuzzed-models.ts';

/** Bodies of some megabytes leave garbage that Node gives back when it pleases; a leak grows past it. */
const MAX_GROWTH_BYTES = 400 * 2 ** 20;
/** How long what was cut off may take to be cleared away. */
const CALM_MS = 10_000;

/** What /metrics says, by name, the values of all labels summed. */
async function metricsOf(port: number): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name = '', value] = /^(\w+)(?:\{.*\})? (\S+)$/.exec(line) ?? [];
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
}

/** Times and ids differ from answer to answer. */
const withoutTime = (text: string) => text.replace(/"time":[\d.e-]+/, '');

async function answersTo(port: number, questions: Fuzzed['questions']): Promise<readonly string[]> {
  return Promise.all(
    questions.map(async ({ path, body }) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json' },
      });
      assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`);
      return withoutTime(await response.text());
    }),
  );
}

/** How a server was before it came under fire. */
export class Witness {
  readonly #port: number;
  readonly #questions: Fuzzed['questions'];
  readonly #answers: readonly string[];
  readonly #metrics: ReadonlyMap<string, number>;

  private constructor(
    port: number,
    questions: Fuzzed['questions'],
    before: { answers: readonly string[]; metrics: ReadonlyMap<string, number> },
  ) {
    this.#port = port;
    this.#questions = questions;
    this.#answers = before.answers;
    this.#metrics = before.metrics;
  }

  static async of(port: number, questions: Fuzzed['questions']): Promise<Witness> {
    const answers = await answersTo(port, questions);
    return new Witness(port, questions, { answers, metrics: await metricsOf(port) });
  }

  /** @throws AssertionError if a prediction differs in a bit */
  async requireSame(): Promise<void> {
    assert.deepEqual(await answersTo(this.#port, this.#questions), this.#answers);
  }

  /** Nothing is left of what was sent, but for some memory. @throws AssertionError */
  async requireCalm(): Promise<{ readonly grownMiB: number }> {
    await this.requireSame();
    const startedMs = performance.now();
    for (;;) {
      const now = await metricsOf(this.#port);
      const grown = (name: string) => (now.get(name) ?? 0) - (this.#metrics.get(name) ?? 0);
      try {
        assert.equal(now.get('lf_http_requests_in_flight'), 0, 'requests in flight');
        assert.equal(grown('lf_model_info'), 0, 'models');
        // The connection that asks, another that is kept alive, the channel to the trial process
        assert.ok(grown('process_open_fds') <= 12, `${grown('process_open_fds')} more descriptors`);
        const bytes = grown('process_resident_memory_bytes');
        assert.ok(bytes < MAX_GROWTH_BYTES, `${bytes} bytes more`);
        return { grownMiB: Math.round(bytes / 2 ** 20) };
      } catch (error) {
        if (performance.now() - startedMs > CALM_MS) throw error;
        await sleep(200);
      }
    }
  }
}
