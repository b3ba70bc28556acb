import { expect, it } from 'vitest';
import { UnmergeableMetricError } from '../../src/index.ts';
import { mergeAggregate } from '../../src/plan/merge-aggregate.ts';

const whole = (sql: string) => {
  const { parts, whole: merged } = mergeAggregate(sql);
  return {
    parts,
    whole: merged(
      parts.map((_, at) => `p${at}`),
      'parts',
    ),
  };
};

it('takes arithmetic of aggregates apart', () => {
  expect(whole('coalesce(count("a") / nullif(count(*), 0), 0)')).toEqual({
    parts: ['count("a")', 'count(*)'],
    whole: 'coalesce(sum(p0) / nullif(sum(p1), 0), 0)',
  });
  expect(whole('count(*) - count("a")').whole).toBe('sum(p0) - sum(p1)');
});

it('reads filters, texts and names with brackets as they are meant', () => {
  const sql = `count(*) FILTER (WHERE "median(" = ')''(' AND "a""(" > 1)`;
  expect(whole(sql)).toEqual({ parts: [sql], whole: 'sum(p0)' });
});

it.each([
  'median("a")',
  'quantile_disc("a", [0.5])',
  'count(*) + median("a")',
  'sum("a") OVER ()',
  'count(*',
  '1',
  `coalesce(max("a"), 'sum(')`,
])('refuses %s', (sql) => {
  expect(() => mergeAggregate(sql)).toThrow(UnmergeableMetricError);
});
