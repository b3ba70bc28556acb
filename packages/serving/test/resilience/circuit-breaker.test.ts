import { expect, test } from 'vitest';
import { createCircuitBreaker } from '../../src/resilience/circuit-breaker.ts';

function breakerOf(failures: number) {
  let now = 0;
  const breaker = createCircuitBreaker({ failures, cooldownMs: 100, nowMs: () => now });
  return {
    ...breaker,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('lets pass until failures in a row, then nothing until the time is over', () => {
  const breaker = breakerOf(3);
  for (let failure = 0; failure < 3; failure++) {
    expect(breaker.enter()).toBe(0);
    breaker.fail();
  }
  expect(breaker.enter()).toBe(100);
  breaker.pass(60);
  expect(breaker.enter()).toBe(40);
});

test('a success in between starts the count anew', () => {
  const breaker = breakerOf(2);
  breaker.fail();
  breaker.succeed();
  breaker.fail();
  expect(breaker.enter()).toBe(0);
});

test('then one request tries, and the others wait for it; its success lets all pass', () => {
  const breaker = breakerOf(1);
  breaker.fail();
  breaker.pass(100);
  expect(breaker.enter()).toBe(0);
  expect(breaker.enter()).toBe(100);
  breaker.succeed();
  expect([breaker.enter(), breaker.enter()]).toEqual([0, 0]);
});

test('the failure of the one that tries starts the time anew', () => {
  const breaker = breakerOf(1);
  breaker.fail();
  breaker.pass(150);
  expect(breaker.enter()).toBe(0);
  breaker.pass(30);
  breaker.fail();
  expect(breaker.enter()).toBe(100);
});

test('with 0 it never closes', () => {
  const breaker = breakerOf(0);
  for (let failure = 0; failure < 100; failure++) breaker.fail();
  expect(breaker.enter()).toBe(0);
});
