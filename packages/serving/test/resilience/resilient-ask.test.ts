import { expect, test } from 'vitest';
import type { Ask } from '../../src/ask.ts';
import { EndpointError, EndpointTimeoutError } from '../../src/errors.ts';
import { createResilientAsk } from '../../src/resilience/resilient-ask.ts';

const trouble = (isTransient: boolean) =>
  new EndpointError('refused', {
    endpoint: 'e',
    expected: 'status 200',
    got: 'status 503',
    detail: '',
    isTransient,
  });

interface Tried {
  readonly timeoutMs: number;
  readonly atMs: number;
}

/** An endpoint that does what the list says, one entry a try, each try 10 ms; then it answers. */
function asking(
  script: readonly (Error | 'answer')[],
  settings: { breakerFailures?: number } = {},
) {
  let now = 0;
  const tries: Tried[] = [];
  const ask: Ask = async (_instance, { timeoutMs }) => {
    tries.push({ timeoutMs, atMs: now });
    now += 10;
    const next = script[tries.length - 1] ?? 'answer';
    if (next === 'answer') return 'answer';
    throw next;
  };
  const resilient = createResilientAsk(ask, {
    endpoint: 'e',
    retries: 2,
    breakerFailures: 0,
    breakerCooldownMs: 1000,
    nowMs: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    random: () => 0.5,
    ...settings,
  });
  const request = (timeoutMs = 1000) => resilient([], { requestId: 'id', timeoutMs });
  return {
    tries,
    request,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a failure that may pass is tried again after a growing wait, within the time left', async () => {
  const { request, tries } = asking([trouble(true), trouble(true)]);
  await expect(request()).resolves.toBe('answer');
  // 10 ms a try, then 25 ms and 50 ms of waiting
  expect(tries).toEqual([
    { timeoutMs: 1000, atMs: 0 },
    { timeoutMs: 965, atMs: 35 },
    { timeoutMs: 905, atMs: 95 },
  ]);
});

test('after the last retry the failure is told', async () => {
  const { request, tries } = asking(Array<Error>(5).fill(trouble(true)));
  await expect(request()).rejects.toThrow('status 503');
  expect(tries).toHaveLength(3);
});

test('a failure that will not pass is told at once', async () => {
  const { request, tries } = asking([trouble(false)]);
  await expect(request()).rejects.toThrow('status 503');
  expect(tries).toHaveLength(1);
});

test('no retry begins after the time of the request', async () => {
  const { request, tries } = asking([trouble(true)]);
  await expect(request(30)).rejects.toThrow('status 503');
  expect(tries).toHaveLength(1);
});

test('a late answer is told with the time of the whole request', async () => {
  const { request } = asking([trouble(true), new EndpointTimeoutError('e', 7)]);
  await expect(request()).rejects.toThrow('within 1000 ms');
});

test('an endpoint in trouble gets no more than a tenth more tries, once the budget is spent', async () => {
  const { request, tries } = asking(Array<Error>(10_000).fill(trouble(true)));
  for (let count = 0; count < 1000; count++) await request().catch(() => undefined);
  expect(tries.length).toBeLessThanOrEqual(1000 + 10 + 100);
});

test('after failures in a row it is left alone for a while, then tried by one request', async () => {
  const { request, tries, pass } = asking([trouble(true), trouble(true), trouble(true)], {
    breakerFailures: 3,
  });
  await expect(request()).rejects.toThrow('status 503');
  await expect(request()).rejects.toMatchObject({
    code: 'endpoint_suspended',
    retryAfterSeconds: 1,
  });
  expect(tries).toHaveLength(3);
  pass(1000);
  await expect(request()).resolves.toBe('answer');
  await expect(request()).resolves.toBe('answer');
});

test('answers that say the request is wrong do not make it left alone', async () => {
  const { request, tries } = asking(Array<Error>(9).fill(trouble(false)), { breakerFailures: 2 });
  for (let count = 0; count < 9; count++) await request().catch(() => undefined);
  await expect(request()).resolves.toBe('answer');
  expect(tries).toHaveLength(10);
});
