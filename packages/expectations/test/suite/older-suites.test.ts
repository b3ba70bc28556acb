import { expect, it } from 'vitest';
import { readSuite, validate } from '../../src/index.ts';
import { check } from '../data.ts';

const rows = {
  day: ['1/5/2020', '13/1/2020', 'Feb 3, 2020 4:30 pm', '2020-03-01', null],
  count: [1, 2, 3, 4, null],
};
const DATES = { parse_strings_as_datetimes: true };

it.each([
  ['values_to_be_between', { min_value: '2020-01-13', max_value: '1 March 2020' }, [0]],
  ['values_to_be_between', { min_value: '01/05/2020', strict_min: true }, [0]],
  ['values_to_be_in_set', { value_set: ['2020-01-05', 'January 13, 2020'] }, [2, 3]],
  ['values_to_not_be_in_set', { value_set: ['2020-02-03T16:30:00'] }, [2]],
  ['values_to_be_increasing', {}, []],
  ['values_to_be_decreasing', {}, [1, 2, 3]],
])('reads texts as dates where a 0.13 suite asks for it: %s %j', async (name, kwargs, failing) => {
  const { result, exception_info } = await check(rows, `expect_column_${name}`, {
    column: 'day',
    ...kwargs,
    ...DATES,
  });
  expect(exception_info.exception_message).toBeNull();
  expect(result['unexpected_index_list'] ?? []).toEqual(failing);
});

it('reads the greatest date among texts, and shows failing texts as they are', async () => {
  const kwargs = { column: 'day', max_value: '2020-02-28', ...DATES };
  const most = await check(rows, 'expect_column_max_to_be_between', kwargs);
  expect(most.success).toBe(false);
  expect(most.result['observed_value']).toBe('2020-03-01T00:00:00');
  const each = await check(rows, 'expect_column_values_to_be_between', kwargs);
  expect(each.result['unexpected_list']).toEqual(['2020-03-01']);
});

it('names a text that is no date, in the data and in the suite', async () => {
  const bad = { day: ['2020-01-01', 'tomorrow'] };
  const { exception_info } = await check(bad, 'expect_column_values_to_be_between', {
    column: 'day',
    min_value: '2020-01-01',
    ...DATES,
  });
  expect(exception_info.exception_message).toContain('"tomorrow" of "day" does not read as a date');
  await expect(
    check(rows, 'expect_column_values_to_be_between', {
      column: 'day',
      min_value: 'soon',
      ...DATES,
    }),
  ).rejects.toThrow('min_value "soon" does not read as a date');
  const numbers = await check(rows, 'expect_column_values_to_be_between', {
    column: 'count',
    min_value: '2020-01-01',
    ...DATES,
  });
  expect(numbers.exception_info.exception_message).toContain('reads texts as dates, and "count"');
});

it('takes older kwargs that are unset, or only say how a run goes or what it shows', async () => {
  const { success } = await check(rows, 'expect_column_mean_to_be_between', {
    column: 'count',
    min_value: 1,
    parse_strings_as_datetimes: null,
    output_strftime_format: '%Y',
    allow_cross_type_comparisons: false,
    catch_exceptions: true,
    include_config: true,
    meta: null,
    batch_id: 'b',
    auto: false,
    profiler_config: null,
    windows: null,
  });
  expect(success).toBe(true);
});

it.each([
  ['mean_to_be_between', { min_value: 1, ...DATES }, 'parse_strings_as_datetimes is not one of'],
  ['mean_to_be_between', { min_value: 1, allow_cross_type_comparisons: true }, 'is known to'],
  ['mean_to_be_between', { auto: true }, "auto asks GX's profiler for the bounds"],
  ['mean_to_be_between', { minimum: 1 }, 'minimum is not one of its kwargs'],
])('refuses %s with %j by name', async (name, kwargs, message) => {
  const checked = check(rows, `expect_column_${name}`, { column: 'count', ...kwargs });
  await expect(checked).rejects.toThrow(`expect_column_${name}: `);
  await expect(checked).rejects.toThrow(message);
});

it('lets values of another type fail where cross-type comparisons are allowed, else refuses', async () => {
  const kwargs = { column: 'day', min_value: 5 };
  const type = 'expect_column_values_to_be_between';
  const allowed = await check(rows, type, { ...kwargs, allow_cross_type_comparisons: true });
  expect(allowed.result['unexpected_count']).toBe(4);
  const refused = await check(rows, type, kwargs);
  expect(refused.exception_info.raised_exception).toBe(true);
});

it('takes a z-score to be two-sided where a suite does not say', async () => {
  const { result } = await check(
    { x: [0, 0, 0, 0, 0, 0, 0, 0, -9] },
    'expect_column_value_z_scores_to_be_less_than',
    { column: 'x', threshold: 2 },
  );
  expect(result['unexpected_index_list']).toEqual([8]);
});

it.each([
  ['expect_column_chisquare_test_p_value_to_be_greater_than', 'dropped it before 1.0. Compare'],
  ['expect_file_hash_to_equal', 'dropped it before 1.0. It looked at a file as text'],
])('says what became of %s', async (type, message) => {
  await expect(check(rows, type, { column: 'day' })).rejects.toThrow(`${type}: Great Expectations`);
  await expect(check(rows, type, { column: 'day' })).rejects.toThrow(message);
});

it('knows a type by its older name, and an id by its older key', () => {
  const suite = readSuite({
    expectation_suite_name: 'old',
    ge_cloud_id: 'c1',
    data_asset_type: null,
    expectations: [
      {
        expectation_type: 'expect_column_pair_values_A_to_be_greater_than_B',
        kwargs: { column_A: 'a', column_B: 'b' },
        ge_cloud_id: 'c2',
        expectation_context: { description: null },
      },
    ],
  });
  expect(suite.id).toBe('c1');
  expect(suite.expectations).toEqual([
    {
      type: 'expect_column_pair_values_a_to_be_greater_than_b',
      kwargs: { column_A: 'a', column_B: 'b' },
      id: 'c2',
    },
  ]);
});

it.each([
  [
    {
      name: 's',
      expectations: [{ type: 'expect_column_values_to_be_unique', mostly: 0.5, kwargs: {} }],
    },
    'expect_column_values_to_be_unique: an expectation has no key "mostly"; what it asks for goes into kwargs.',
  ],
  [{ name: 's', expectations: [], row_condition: 'a > 1' }, 'a suite has no key "row_condition".'],
  [{ name: 's', expectations: [], suite_parameters: [1] }, 'suite_parameters must be an object'],
])('refuses what it does not understand: %j', (suite, message) => {
  expect(() => readSuite(suite)).toThrow(message);
});

it('takes the value that a suite holds beside the name of a parameter, as GX does', async () => {
  const value = { $PARAMETER: 'rows', '$PARAMETER.rows': 5 };
  const { success } = await check(rows, 'expect_table_row_count_to_equal', { value }, 'BASIC', {
    parameters: { rows: 9 },
  });
  expect(success).toBe(true);
});

async function resolved(expression: string, parameters: Readonly<Record<string, unknown>> = {}) {
  const suite = {
    name: 's',
    expectations: [
      {
        type: 'expect_column_values_to_be_in_set',
        kwargs: { column: 'day', value_set: [{ $PARAMETER: expression }] },
      },
    ],
  };
  const now = () => new Date(Date.UTC(2020, 1, 29, 12, 0, 0, 250));
  const { results } = await validate({ source: { columns: rows }, suite, parameters, now });
  return [results[0]?.expectation_config.kwargs['value_set']].flat()[0];
}

it.each([
  ['2 + 3 * 4 - 10 / 4', {}, 11.5],
  ['2 ^ 3 ^ 2', {}, 512],
  ['-2 ^ 2', {}, 4],
  ['abs(-n) + trunc(4.7) + round(2.5) + sgn(-3)', { n: 3 }, 8],
  ['PI > 1', {}, null],
  ['round(2 * PI * E)', {}, 17],
  ['9007199254740993 + 1', {}, '9007199254740994'],
  ['n * 2', { n: '3' }, 6],
  ['now()', {}, '2020-02-29T12:00:00.250000'],
  ['now() - timedelta(days=1, hours=12)', {}, '2020-02-28T00:00:00.250000'],
  ['now() - timedelta(365)', {}, '2019-03-01T12:00:00.250000'],
  ['datetime(2020, 2, 28) + timedelta(weeks=1) * 2', {}, '2020-03-13T00:00:00'],
  ['datetime(year=2020, month=1, day=1, microsecond=7)', {}, '2020-01-01T00:00:00.000007'],
  ['start + timedelta(days=n)', { start: '2020-01-31', n: 1 }, '2020-02-01T00:00:00'],
  ['start', { start: '2020-01-31' }, '2020-01-31'],
  ['(now() - datetime(2020, 2, 29)) / timedelta(hours=1)', {}, 12.000069444444444],
])('reckons %s with %j', async (expression, parameters, value) => {
  if (value === null) await expect(resolved(expression, parameters)).rejects.toThrow('expected');
  else expect(await resolved(expression, parameters)).toBe(value);
});

it.each([
  ['datetime(2020, 2, 30)', 'a date that exists'],
  ['timedelta(days=1)', 'a moment to add a span of time to'],
  ['now() + 1', 'something other than "moment + number"'],
  ['n / 0', 'a division by zero'],
  ['open("/etc/passwd")', 'one of the functions now, datetime, timedelta, abs'],
  ['timedelta(years=1)', 'one of days, seconds, microseconds'],
  ['lost * 2', 'No value for the suite parameter "lost"; given are: n.'],
  ['urn:great_expectations:validations:s:m', 'names a metric of another run'],
])('refuses the parameter %s', async (expression, message) => {
  await expect(resolved(expression, { n: 1 })).rejects.toThrow(message);
});
