import { expect, it } from 'vitest';
import { ExpectationsError, validate } from '../src/index.ts';
import { runCli } from '../src/cli/run-cli.ts';
import { shown, shownNames } from '../src/shown.ts';
import { check } from './data.ts';
import { untyped } from './untyped.ts';

const LONG = 'L'.repeat(100_000);
const BETWEEN = 'expect_column_values_to_be_between';

/** Why a suite of one expectation cannot be run, or what went wrong with it on the data. */
async function complaintOf(type: string, kwargs: object, more: object = {}): Promise<string> {
  const suite = { name: 's', expectations: [{ type, kwargs, ...more }] };
  try {
    const { results } = await validate({ source: { columns: { a: [1, 2] } }, suite });
    return results[0]?.exception_info.exception_message ?? '';
  } catch (error) {
    if (error instanceof ExpectationsError) return error.message;
    throw error;
  }
}

it.each<[string, string, object, object?]>([
  ['a parameter', BETWEEN, { column: 'a', min_value: { $PARAMETER: LONG } }],
  ['a number of a parameter', BETWEEN, { column: 'a', min_value: { $PARAMETER: `1 + ${LONG}(` } }],
  ['a row condition', BETWEEN, { column: 'a', min_value: 1, row_condition: `${LONG} ==` }],
  [
    'a text of a row condition',
    BETWEEN,
    { column: 'a', min_value: 1, row_condition: `a < "${LONG}"` },
  ],
  ['a method', BETWEEN, { column: 'a', min_value: 1, row_condition: `a.${LONG}()` }],
  [
    'a condition object',
    BETWEEN,
    { column: 'a', min_value: 1, row_condition: { type: LONG, [LONG]: LONG } },
  ],
  ['a column', BETWEEN, { column: LONG, min_value: 1 }],
  ['a bound', BETWEEN, { column: 'a', min_value: LONG }],
  ['a kwarg', BETWEEN, { column: 'a', min_value: 1, [LONG]: 1 }],
  ['a type', LONG, {}],
  ['a severity', BETWEEN, { column: 'a', min_value: 1 }, { severity: LONG }],
  ['a key', BETWEEN, { column: 'a', min_value: 1 }, { [LONG]: 1 }],
  ['a type of a column', 'expect_column_type_to_be', { column: 'a', type_: LONG }],
  ['another table', 'expect_table_row_count_to_equal_other_table', { other_table_name: LONG }],
  [
    'a query',
    'unexpected_rows_expectation',
    { unexpected_rows_query: `SELECT ${LONG} FROM {batch}` },
  ],
  ['no query', 'unexpected_rows_expectation', { unexpected_rows_query: LONG }],
  ['a date', BETWEEN, { column: 'a', min_value: LONG, parse_strings_as_datetimes: true }],
])(
  'quotes the beginning of %s of 100,000 letters, not all of it',
  async (_, type, kwargs, more) => {
    const complaint = await complaintOf(type, kwargs, more);
    expect(complaint).not.toBe('');
    expect(complaint.length).toBeLessThan(2000);
  },
);

it('tells the first of many problems, and keeps all of them', async () => {
  const expectations = Array.from({ length: 5000 }, (_, at) => ({ type: `${LONG}_${at}` }));
  const error = await validate({
    source: { columns: { a: [1] } },
    suite: untyped({ name: LONG, expectations }),
  }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'InvalidSuiteError', problems: { length: 5000 } });
  const message = error instanceof Error ? error.message : '';
  expect(message).toContain('and 4950 more');
  expect(message.length).toBeLessThan(20_100);
});

it('says of a failing query why, without our own SQL', async () => {
  const { exception_info: info } = await check({ a: ['1', 'x'] }, 'unexpected_rows_expectation', {
    unexpected_rows_query: 'SELECT CAST(a AS INTEGER) FROM {batch}',
  });
  expect(info.exception_message).toContain("Could not convert string 'x' to INT32");
  expect(info.exception_message).not.toContain('LINE');
});

it('tells of a long word of a command line its beginning', async () => {
  let told = '';
  const terminal = {
    out: () => undefined,
    err: (text: string) => (told += text),
    isInteractive: false,
  };
  for (const args of [
    [LONG],
    ['check', `--${LONG}`],
    ['check', 'a.csv', '--suite', LONG],
    ['list', LONG],
  ]) {
    told = '';
    expect(await runCli(args, terminal)).toBe(2);
    expect(told.length).toBeLessThan(2000);
  }
});

it('shows numbers in full, and where something was left out', () => {
  expect(shown([2n ** 70n, -0.5, Infinity, undefined, null, true])).toBe(
    '[1180591620717411303424,-0.5,Infinity,nothing,null,true]',
  );
  expect(shown({ a: { b: [new Date(0), 'é"'] } })).toBe(
    '{"a":{"b":[1970-01-01T00:00:00.000Z,"é\\""]}}',
  );
  expect(shown(Array.from({ length: 30 }, () => 1))).toBe(`[${'1,'.repeat(20)}...]`);
  expect(shownNames([])).toBe('none');
  expect(shownNames(['a', '\u001b[31m'])).toBe('a, \\u001b[31m');
  expect(shownNames(Array.from({ length: 60 }, () => 'a'))).toMatch(/a and 10 more$/);
});
