import { Agent, request } from 'node:http';

/** Latencies, [request], in ms, and how many requests did not end with a 200. */
export interface Latencies {
  readonly ms: Float64Array;
  /** How late each request was sent: large ones mean that this client could not keep up, and `ms` tells nothing. */
  readonly lateMs: Float64Array;
  readonly failed: number;
}

/**
 * Sends requests at random moments (a Poisson process) of a given mean rate, whether or not earlier ones are answered,
 * and measures from the moment that each was due: a server that stalls is charged for all who would have come.
 * autocannon's rate limit sends each second's requests in one burst, which measures something else.
 */
export async function askAtRate(options: {
  readonly url: string;
  readonly body: string;
  readonly perSecond: number;
  readonly seconds: number;
}): Promise<Latencies> {
  const { url, body, perSecond, seconds } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const count = perSecond * seconds;
  const ms = new Float64Array(count);
  const lateMs = new Float64Array(count);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  let failed = 0;
  const ask = (index: number, dueMs: number) =>
    new Promise<void>((resolve) => {
      const done = (isGood: boolean) => {
        ms[index] = performance.now() - dueMs;
        if (!isGood) failed += 1;
        resolve();
      };
      const asked = request(url, { method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode === 200));
      });
      asked.once('error', () => done(false));
      asked.end(body);
    });

  const asked: Promise<void>[] = [];
  let dueMs = performance.now();
  for (let index = 0; index < count; index += 1) {
    dueMs += (-Math.log(1 - Math.random()) * 1000) / perSecond;
    while (performance.now() < dueMs) await new Promise(setImmediate);
    lateMs[index] = performance.now() - dueMs;
    asked.push(ask(index, dueMs));
  }
  await Promise.all(asked);
  agent.destroy();
  return { ms, lateMs, failed };
}
