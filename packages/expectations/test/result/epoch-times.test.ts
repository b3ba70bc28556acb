import { expect, it } from 'vitest';
import { formatFailures, profile, readSuite, validate } from '../../src/index.ts';
import type { Html } from '../../src/docs/html/html.ts';
import { failingExamples } from '../../src/docs/page/failing-examples.ts';
import { columnProfile } from '../../src/docs/page/column-profile.ts';
import { foundWords } from '../../src/docs/page/found.ts';
import { describeExpectation } from '../../src/docs/words/describe-expectation.ts';
import { textOf } from '../../src/docs/words/words.ts';

/** 2021-01-31T05:00:00Z */
const T = 1_612_069_200_000;
const COLUMN = 'server_timestamp_epoch_ms';
const TIMES = [T, T + 1500, 0];
const between = {
  type: 'expect_column_values_to_be_between',
  kwargs: { column: COLUMN, min_value: T, max_value: T },
};
const latest = {
  type: 'expect_column_max_to_be_between',
  kwargs: { column: COLUMN, max_value: T },
};
const deviation = {
  type: 'expect_column_stdev_to_be_between',
  kwargs: { column: COLUMN, max_value: 5 },
};

const markupOf = (page: Html | null): string => page?.markup ?? '';

async function checked(
  expectation: { readonly type: string; readonly kwargs: object },
  column = COLUMN,
) {
  const kwargs = { ...expectation.kwargs, column };
  const suite = readSuite({ name: 'times', expectations: [{ ...expectation, kwargs }] });
  return validate({ source: { columns: { [column]: TIMES } }, suite, resultFormat: 'COMPLETE' });
}

it('tells failing times and what was expected of them as dates, and leaves numbers in the result', async () => {
  const result = await checked(between);
  const text = formatFailures(result);
  expect(text).toContain('2021-01-31 05:00:01.500 UTC, 1970-01-01 00:00:00 UTC');
  expect(text).toContain('Values are exactly 2021-01-31 05:00:00 UTC');
  expect(text).not.toContain(String(T).slice(0, 6));
  expect(result.results[0]?.result).toMatchObject({ partial_unexpected_list: [T + 1500, 0] });
});

it('tells an observed time as a date, and a deviation as the number that it is', async () => {
  const [result] = (await checked(latest)).results;
  if (result === undefined) throw new Error('no result');
  expect(textOf(foundWords(result))).toBe('Found 2021-01-31 05:00:01.500 UTC.');
  expect(formatFailures(await checked(deviation))).toMatch(/observed 9\d{11}/);
});

it.each(['duration_ms', 'response_time_ms', 'timestamp', 'epochs', 'price'])(
  'tells numbers of a column named %s as they are',
  async (column) => {
    expect(formatFailures(await checked(between, column))).toContain(`${T + 1500}, 0`);
  },
);

it.each(['timestampMs', 'ts_epoch_ms', 'Event time_stamp (ms', 'timestamp_millis'])(
  'knows a column named %s',
  (column) => {
    const kwargs = { column, value_set: [T] };
    const told = describeExpectation({ type: 'expect_column_values_to_be_in_set', kwargs });
    expect(told).toContain('2021-01-31 05:00:00 UTC');
  },
);

it('tells quantiles as dates, and which they are as shares', () => {
  const kwargs = {
    column: COLUMN,
    quantile_ranges: { quantiles: [0.5], value_ranges: [[T, null]] },
  };
  expect(describeExpectation({ type: 'expect_column_quantile_values_to_be_between', kwargs })).toBe(
    `${COLUMN}: Of the values, the 50% quantile is at least 2021-01-31 05:00:00 UTC.`,
  );
});

it('tells failing pairs and the keys of rows by the names of their columns', () => {
  const kwargs = { column_A: COLUMN, column_B: 'amount' };
  const config = { type: 'expect_column_pair_values_to_be_equal', kwargs };
  const result = {
    unexpected_list: [[T, 7]],
    unexpected_index_list: [{ [COLUMN]: T + 60_000, id: 4 }],
  };
  const page = markupOf(failingExamples({ expectation_config: config, result }, 10));
  expect(page).toContain('2021-01-31 05:00:00 UTC');
  expect(page).toContain(`${COLUMN} = 2021-01-31 05:01:00 UTC, id = 4`);
});

it('profiles a column of times in dates', async () => {
  const page = markupOf(
    columnProfile(
      {
        name: COLUMN,
        type: 'BIGINT',
        kind: 'integer',
        missing: 0,
        distinct: 2,
        isDistinctExact: true,
        min: String(T),
        max: String(T + 86_400_000),
        mean: T + 0.4,
        stdev: 5,
        histogram: { from: T, to: T + 86_400_000, counts: [1, 1] },
        topValues: [{ value: String(T), count: 1 }],
      },
      2,
    ),
  );
  expect(page).toContain('<dd>2021-02-01 05:00:00 UTC</dd>');
  expect(page).toContain('<span>2021-02-01</span>');
  expect(page).not.toContain(String(T).slice(0, 6));
  const { suite } = await profile({ columns: { [COLUMN]: [T, T + 1, T + 2] } });
  const reasons = JSON.stringify(suite.expectations.map(({ meta }) => meta));
  expect(reasons).toContain('reach from 2021-01-31 05:00:00 UTC to 2021-01-31 05:00:00.002 UTC');
});
