import { expect, test } from 'vitest';
import { createRetryBudget } from '../../src/resilience/retry-budget.ts';

test('ten retries at once, then one for ten requests', () => {
  const budget = createRetryBudget();
  expect(Array.from({ length: 11 }, () => budget.spend())).toEqual([
    ...Array<boolean>(10).fill(true),
    false,
  ]);
  for (let request = 0; request < 11; request++) budget.earn();
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
});

test('requests do not save up more than ten retries', () => {
  const budget = createRetryBudget();
  for (let request = 0; request < 1000; request++) budget.earn();
  const spent = Array.from({ length: 20 }, () => budget.spend()).filter(Boolean);
  expect(spent).toHaveLength(10);
});
