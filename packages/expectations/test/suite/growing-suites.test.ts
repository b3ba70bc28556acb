import { expect, it } from 'vitest';
import {
  DRIFT,
  parseExactJson,
  readSuite,
  summarise,
  validate,
  writeSuite,
} from '../../src/index.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, temporaryFolder } from '../data.ts';

const MANY = 40_000;
const NUMBERS = Array.from({ length: MANY }, (_, at) => at);
const NULLITY = { type: 'nullity', column: { name: 'a' }, is_null: true };
const type = 'expect_column_values_to_not_be_null';

it.each<[string, unknown, RegExp]>([
  ['sums', `a${' + 1'.repeat(MANY)} > 0`, /at most 150 operations within one another/],
  ['methods', `a${'.abs()'.repeat(MANY)} > 0`, /at most 150 operations within one another/],
  ['divisions', `a${' // 2'.repeat(60)} > 0`, /grows too long in SQL/],
  ['comparisons', `a == 1${' or a == 2'.repeat(MANY)}`, /at most 2000 parts by "and" and "or"/],
  [
    'condition objects',
    { type: 'or', conditions: NUMBERS.map(() => NULLITY) },
    /at most 2000 parts/,
  ],
])('refuses a row condition of %s that would take for ever', async (_, condition, told) => {
  const { exception_info: info } = await check({ a: [1, 2] }, type, {
    column: 'a',
    row_condition: condition,
  });
  expect(info.exception_message).toMatch(told);
});

it('takes a row condition with a list of 40,000 values', async () => {
  const { result } = await check({ a: [1, 2, -1] }, type, {
    column: 'a',
    row_condition: `a in [${NUMBERS.join(', ')}]`,
  });
  expect(result['element_count']).toBe(2);
});

it.each<[string, object]>([
  ['expect_column_values_to_match_regex_list', { column: 's', regex_list: NUMBERS.map(String) }],
  [
    'expect_column_values_to_not_match_like_pattern_list',
    { column: 's', like_pattern_list: NUMBERS.map(String) },
  ],
  [
    'expect_column_pair_values_to_be_in_set',
    { column_A: 'a', column_B: 's', value_pairs_set: NUMBERS.map((at) => [at, 'x']) },
  ],
  [
    'expect_multicolumn_values_to_be_unique',
    { column_list: NUMBERS.slice(0, 2000).map(() => 'a') },
  ],
  [
    'expect_column_kl_divergence_to_be_less_than',
    {
      column: 'a',
      partition_object: { bins: NUMBERS, weights: NUMBERS.slice(1).map(() => 1 / (MANY - 1)) },
      threshold: 1,
    },
  ],
])('refuses a list of %s that would take for ever', async (type, kwargs) => {
  const { exception_info: info } = await check({ a: [1, 2], s: ['x', 'y'] }, type, { ...kwargs });
  expect(info.exception_message).toMatch(/may have at most \d+ members, came \d+/);
});

it('bounds the bins of drift and the points of a summary', async () => {
  const source = { columns: { a: [1, 2] } };
  const reference = await summarise(source);
  const kwargs = { column: 'a', reference, bins: 2 ** 53 };
  const expectations = [{ type: 'expect_column_chi_square_p_value_to_be_greater_than', kwargs }];
  await expect(
    validate({ source, suite: { name: 's', expectations }, expectations: DRIFT }),
  ).rejects.toThrow(/bins must be less than or equal to 10000/);
  await expect(summarise(source, null, { points: 1e12 })).rejects.toThrow(/at most 100000/);
});

it('stops a JSON Schema whose pattern never ends', async () => {
  const { exception_info: info } = await check(
    { a: [`"${'a'.repeat(40)}!"`] },
    'expect_column_values_to_match_json_schema',
    { column: 'a', json_schema: { pattern: '(a+)+$' } },
  );
  expect(info.exception_message).toMatch(/The json_schema .* took over 2000 ms/);
}, 120_000);

it('gives results that read back from JSON as they were, whatever is beside the kwargs', async () => {
  const now = () => new Date(0);
  const result = await validate({
    source: { columns: { a: [-0] } },
    parameters: { none: undefined, list: [undefined, Infinity, -0], day: new Date(0) },
    suite: {
      name: 's',
      expectations: [
        {
          type: 'expect_column_max_to_be_between',
          kwargs: { column: 'a', max_value: 1 },
          meta: { id: 2n ** 70n },
        },
        { type: 'expect_column_to_exist', kwargs: { column: 'a' }, meta: new Date(0) },
      ],
    },
    now,
  });
  expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
  expect(result.suite_parameters).toEqual({
    list: [null, 'Infinity', 0],
    day: '1970-01-01T00:00:00.000Z',
  });
});

it('writes infinite bounds as numbers that read back as such, not as null', async () => {
  const path = join(temporaryFolder(), 'suite.json');
  const kwargs = { column: 'a', min_value: -Infinity, max_value: 2n ** 70n };
  await writeSuite(path, {
    name: 's',
    expectations: [{ type: 'expect_column_max_to_be_between', kwargs }],
  });
  const text = await readFile(path, 'utf8');
  expect(text).toContain('"min_value": -1e999');
  const [read] = readSuite(parseExactJson(text)).expectations;
  expect(Number(read?.kwargs['min_value'])).toBe(-Infinity);
});
