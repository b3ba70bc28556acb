import { expect, it } from 'vitest';
import {
  defineExpectation,
  query,
  suite,
  UnmergeableMetricError,
  validate,
  validatePartitions,
} from '../../src/index.ts';
import { parquetOf } from '../data.ts';

const types = { n: 'INTEGER', x: 'DOUBLE', word: 'VARCHAR', day: 'DATE' };

/** 90 rows with nulls, repeats, one partition without a value of x, and large numbers close together. */
const rows = Array.from({ length: 90 }, (_, at) => ({
  n: at % 7 === 0 ? null : (at * 37) % 23,
  x: at < 30 ? null : 1e6 + ((at * 17) % 11) / 8,
  word: ['a', 'b', 'c', 'dé', null][(at * at) % 5],
  day: `20${String(10 + (at % 13))}-01-02`,
}));
const cuts = [0, 30, 31, 60, 90];
const sources = cuts.slice(1).map((end, at) => ({ rows: rows.slice(cuts[at], end), types }));

function everythingThatMerges() {
  const all = suite('all');
  const [n, x, word, day] = ['n', 'x', 'word', 'day'].map((name) => all.column(name));
  for (const column of [n, x, word, day]) {
    column?.valuesToNotBeNull({ mostly: 0.7 });
    column?.uniqueValueCountToBeBetween({ minValue: 1 });
    column?.proportionOfUniqueValuesToBeBetween({ maxValue: 0.5 });
    column?.proportionOfNonNullValuesToBeBetween({ minValue: 0.5 });
    column?.distinctValuesToBeInSet({ valueSet: ['a'] });
    column?.mostCommonValueToBeInSet({ valueSet: ['a', 3], tiesOkay: true });
    column?.averageSessionLengthToBeBetween({ minValue: 1 });
  }
  for (const column of [n, x]) {
    column?.meanToBeBetween({ minValue: 0 });
    column?.sumToBeBetween({ minValue: 0 });
    column?.stdevToBeBetween({ minValue: 0 });
    column?.minToBeBetween({ minValue: 0 });
    column?.maxToBeBetween({ maxValue: 10, rowCondition: 'n > 3' });
    column?.klDivergenceToBeLessThan({ threshold: 1 });
  }
  n?.valuesToBeBetween({ maxValue: 15, rowCondition: 'n > 3' });
  word?.maxToBeBetween({ minValue: 'a' });
  word?.valuesToMatchRegex({ regex: '[a-c]' });
  word?.valueLengthsToEqual({ value: 1 });
  n?.valuesToBeInSet({ valueSet: Array.from({ length: 20 }, (_, at) => at + 2) });
  day?.minToBeBetween({ minValue: '2010-01-01' });
  day?.valuesToBeBetween({ minValue: '2011-01-01' });
  all.pair('n', 'x').valuesAToBeGreaterThanB();
  all.columns('n', 'x').sumToEqual({ sumTotal: 3 });
  all.table.rowCountToEqual({ value: 90 });
  all.table.columnsToMatchSet({ columnSet: ['n', 'x', 'word', 'day'] });
  return all;
}

/** Sums of floats in another order differ in the last digits. */
function rounded(value: unknown): unknown {
  const text = JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'number' && !Number.isInteger(held) ? Number(held.toPrecision(10)) : held,
  );
  return JSON.parse(text);
}

it('finds in partitions what it finds in their union', async () => {
  const all = everythingThatMerges();
  const [first, ...others] = sources;
  if (first === undefined) throw new Error('there is a first partition');
  for (const resultFormat of ['BASIC', 'COMPLETE'] as const) {
    const whole = await validate({ source: { rows, types }, suite: all, resultFormat });
    const parts = await validatePartitions({
      sources: [first, ...others],
      suite: all,
      resultFormat,
    });
    expect(whole.results.filter((each) => each.exception_info.raised_exception)).toEqual([]);
    expect(rounded(parts.results)).toEqual(rounded(whole.results));
    expect(parts.statistics).toEqual(whole.statistics);
  }
});

it('merges partitions of several kinds, one without rows', async () => {
  const counted = suite('counted');
  counted.table.rowCountToEqual({ value: 3 });
  counted.column('n').stdevToBeBetween({ minValue: 1, maxValue: 1 });
  counted.column('n').uniqueValueCountToBeBetween({ minValue: 3, maxValue: 3 });
  const result = await validatePartitions({
    sources: [
      { columns: { n: [] }, types: { n: 'INTEGER' } },
      { parquet: await parquetOf('SELECT 1::INTEGER AS n') },
      { rows: [{ n: 2 }, { n: 3 }], types: { n: 'INTEGER' } },
    ],
    suite: counted,
  });
  expect(result.results.map(({ success }) => success)).toEqual([true, true, true]);
});

it('says of an expectation that it cannot be merged, and checks the others', async () => {
  const mixed = suite('mixed');
  const n = mixed.column('n');
  n.medianToBeBetween({ minValue: 0 });
  n.quantileValuesToBeBetween({
    quantileRanges: { quantiles: [0.5], value_ranges: [[0, null]] },
  });
  n.valuesToBeUnique().valuesToBeIncreasing().valueZScoresToBeLessThan({ threshold: 3 });
  n.valuesToNotBeNull();
  mixed.column('word').sumToBeBetween({ minValue: 0 });
  mixed.column('none').valuesToNotBeNull();
  const { results } = await validatePartitions({
    sources: [
      { rows: [{ n: 1, word: null }], types: { n: 'INTEGER', word: 'VARCHAR' } },
      { rows: [{ n: 2, word: 'a' }], types: { n: 'INTEGER', word: 'VARCHAR' } },
    ],
    suite: mixed,
  });
  const messages = results.map(({ exception_info }) => exception_info.exception_message);
  for (const message of messages.slice(0, 5)) {
    expect(message).toContain('across partitions exactly: it needs all rows at once');
  }
  expect(messages[5]).toBeNull();
  expect(messages[6]).toContain('this needs numeric values');
  expect(messages[7]).toContain('The column "none" does not exist');
  expect(new UnmergeableMetricError('median(n)').code).toBe('unmergeable_metric');
});

it('refuses partitions of other columns', async () => {
  const any = suite('any');
  any.table.rowCountToEqual({ value: 2 });
  await expect(
    validatePartitions({ sources: [{ rows: [{ n: 1 }] }, { rows: [{ n: 'text' }] }], suite: any }),
  ).rejects.toMatchObject({ code: 'partition_mismatch', at: 1 });
});

it('reads partitions by an engine that has the memory limit', async () => {
  const limit = defineExpectation({
    type: 'expect_memory_limit',
    summary: 'Tells the memory limit of the engine.',
    kwargs: {},
    check: () => ({
      metrics: {
        limit: query(() => "SELECT current_setting('memory_limit') AS value", {
          whole: (parts) => `SELECT DISTINCT value FROM ${parts}`,
        }),
      },
      judge: (values) => ({ success: true, result: { observed_value: values.rows('limit') } }),
    }),
  });
  const expectations = [{ type: limit.type, kwargs: {} }];
  const options = { sources, suite: { name: 'memory', expectations }, expectations: [limit] };
  const [first, ...others] = options.sources;
  if (first === undefined) throw new Error('there are partitions');
  const given = { ...options, sources: [first, ...others] as const };
  const { results } = await validatePartitions({ ...given, memoryLimit: '256MiB' });
  expect(results[0]?.result['observed_value']).toEqual([{ value: '256.0 MiB' }]);
  const wrong = validatePartitions({ ...given, memoryLimit: 'lots' });
  await expect(wrong).rejects.toThrow('memoryLimit must be a size');
});
