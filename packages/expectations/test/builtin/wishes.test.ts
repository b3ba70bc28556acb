import { expect, it } from 'vitest';
import { regexTest } from '../../src/in-javascript/regex.ts';
import { check } from '../data.ts';

const LIKE = 'expect_column_values_to_match_like_pattern';

it.each([
  ['100!%', '!', [1, 2]],
  ['a!_%', '!', [0, 2]],
  ['a\\_%', '\\', [0, 2]],
  ['!!_[bx]', '!', [0, 1, 2]],
])(
  'takes the letter after an escape as it is: LIKE %s escape %s',
  async (pattern, escape, failing) => {
    const values = { t: ['100%', 'a_b', 'axb', null] };
    const { result, exception_info } = await check(values, LIKE, {
      column: 't',
      like_pattern: pattern,
      escape,
    });
    expect(exception_info.exception_message).toBeNull();
    expect(result['unexpected_index_list']).toEqual(failing);
  },
);

it.each([
  ['abc!', '!', 'ends in its escape'],
  ['abc', '!!', 'escape must be one letter'],
])('refuses LIKE %s escape %s', async (pattern, escape, message) => {
  const { exception_info } = await check({ t: ['a'] }, LIKE, {
    column: 't',
    like_pattern: pattern,
    escape,
  });
  expect(exception_info.exception_message).toContain(message);
});

it.each([
  [`(?x) ^ [A-Z]{2}  # the shop\n - \\d+ $`, [1]],
  ['(?xi) ^ ab (?= - ) ', [1]],
  ['(?x) ^ A B [ ] ', [0]],
  ['(?x)\\#|\\ ', [0]],
])('reads verbose regular expressions: %s', async (regex, failing) => {
  const { result, exception_info } = await check(
    { t: ['AB-1', 'AB #'] },
    'expect_column_values_to_match_regex',
    { column: 't', regex },
  );
  expect(exception_info.exception_message).toBeNull();
  expect(result['unexpected_index_list'] ?? []).toEqual(failing);
});

it('counts missing values against mostly where it is told to', async () => {
  const values = { n: [1, 2, null, null] };
  const kwargs = { column: 'n', min_value: 1, mostly: 0.6 };
  const type = 'expect_column_values_to_be_between';
  expect((await check(values, type, kwargs)).success).toBe(true);
  const counted = await check(values, type, { ...kwargs, mostly_counts_nulls: true });
  expect(counted.success).toBe(false);
  expect(counted.result).toMatchObject({ missing_count: 2, unexpected_count: 0 });
  const half = await check(values, type, { ...kwargs, mostly: 0.5, mostly_counts_nulls: true });
  expect(half.success).toBe(true);
});

it('stops a regular expression whose values take too long together', () => {
  const pattern = '^(?=(a+)+$)b';
  const unhurried = regexTest(pattern, 1_000_000);
  const msOf = (value: string): number => {
    const start = performance.now();
    unhurried(value);
    return performance.now() - start;
  };
  // Each takes some milliseconds, on any machine: far below the budget, but above what is granted to a value
  let slow = `${'a'.repeat(10)}b`;
  // The least of several: a busy machine makes one wait longer than the test takes
  const leastMsOf = (value: string): number =>
    Math.min(...Array.from({ length: 7 }, () => msOf(value)));
  while (leastMsOf(slow) < 5) slow = `a${slow}`;
  const found = regexTest(pattern, 1000);
  let steps = 0;
  expect(() => {
    for (; steps < 1000; steps++) found(slow);
  }).toThrow(`took over 1000 ms, the last value having ${slow.length} characters`);
  expect(steps).toBeGreaterThan(0);
});

it('keeps the engine within a memory limit, and refuses one that is no size', async () => {
  const kwargs = { column: 'n', min_value: 1 };
  const type = 'expect_column_values_to_be_between';
  const { success } = await check({ n: [1] }, type, kwargs, 'BASIC', { memoryLimit: '512MB' });
  expect(success).toBe(true);
  const wrong = check({ n: [1] }, type, kwargs, 'BASIC', { memoryLimit: 'lots' });
  await expect(wrong).rejects.toThrow(
    'memoryLimit must be a size such as 512MB or 4GiB, came "lots"',
  );
  const values = Array.from({ length: 20_000 }, (_, at) => `${'x'.repeat(400)}${at}`);
  const small = check(
    { t: values },
    'expect_column_values_to_be_unique',
    { column: 't' },
    'BASIC',
    {
      memoryLimit: '2MB',
    },
  );
  await expect(small).rejects.toThrow(/memory/i);
});
