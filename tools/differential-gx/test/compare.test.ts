import { expect, it } from 'vitest';
import { difference } from '../src/compare.ts';
import { whyMeant } from '../src/differences.ts';
import { report } from '../src/report.ts';

const outcome = (result: Record<string, unknown>, success = true) => ({
  success,
  result,
  raised: false,
  message: '',
});

it('takes results as equal up to order, rounding, notation of dates and what GX leaves out', () => {
  const ours = outcome({
    unexpected_percent: 100 / 3,
    partial_unexpected_list: [1, null, '2020-01-01T00:00:00'],
    missing_count: 4,
  });
  const theirs = outcome({
    unexpected_percent: 33.33333333333333,
    partial_unexpected_list: ['2020-01-01 00:00:00', 'NaT', 1],
  });
  expect(difference('any', ours, theirs)).toBeNull();
});

it('tells integers past 2^53 apart, and moments to the nanosecond', () => {
  const theirs = outcome({ observed_value: '983942837906123971' });
  expect(difference('any', outcome({ observed_value: '983942837906123971' }), theirs)).toBeNull();
  expect(
    difference('any', outcome({ observed_value: '983942837906123970' }), theirs),
  ).not.toBeNull();
  const moment = outcome({ observed_value: '2020-01-01 00:00:00.000500+00:00' });
  const same = outcome({ observed_value: '2020-01-01T02:00:00.0005+02:00' });
  expect(difference('any', same, moment)).toBeNull();
  const cut = outcome({ observed_value: '2020-01-01T00:00:00' });
  expect(difference('any', cut, moment)).not.toBeNull();
});

it.each([
  [outcome({}, false), 'success: GX true nothing, ours false nothing'],
  [outcome({ unexpected_count: 3 }), 'unexpected_count: GX 2, ours 3'],
  [outcome({}), 'unexpected_count: GX 2, ours nothing'],
  [
    { ...outcome({}), raised: true, message: 'no such column' },
    'we raise, GX does not: no such column',
  ],
])('names what differs', (ours, words) => {
  expect(difference('any', ours, outcome({ unexpected_count: 2 }))).toBe(words);
});

it('counts a difference that is meant as skipped, and says why', () => {
  const each = { type: 'expect_column_distinct_values_to_be_in_set', kwargs: { value_set: [] } };
  const found = { table: 'big', each, difference: 'GX raises, we do not: non-empty set' };
  const verdict = { ...found, zone: 'UTC', known: whyMeant(found) };
  const agreed = { table: 'big', each, zone: 'UTC', difference: null, known: null };
  const lines = report([verdict, agreed]);
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  expect(lines.at(-2)).toContain('an empty value_set is a set');
});
