import { describe, expect, it } from 'vitest';
import { check } from '../data.ts';

const type = (name: string) => `expect_column_${name}`;

describe('mostly', () => {
  it('divides by the values that are there', async () => {
    const columns = { a: [1, 2, 9, 9, null, null] };
    const kwargs = { column: 'a', value_set: [1, 2] };
    const half = await check(columns, type('values_to_be_in_set'), { ...kwargs, mostly: 0.5 });
    expect(half).toMatchObject({
      success: true,
      result: {
        element_count: 6,
        missing_count: 2,
        unexpected_count: 2,
        unexpected_percent: 50,
        unexpected_percent_total: (2 / 6) * 100,
        unexpected_list: [9, 9],
        unexpected_index_list: [2, 3],
      },
    });
    const more = await check(columns, type('values_to_be_in_set'), { ...kwargs, mostly: 0.51 });
    expect(more.success).toBe(false);
  });

  it('divides by all rows where null is the question, and gives no missing counts', async () => {
    const { success, result } = await check(
      { a: [1, null, null, 4] },
      type('values_to_not_be_null'),
      {
        column: 'a',
        mostly: 0.5,
      },
    );
    expect(success).toBe(true);
    expect(result).not.toHaveProperty('missing_count');
    expect(result).toMatchObject({ unexpected_count: 2, unexpected_percent: 50 });
  });

  it('holds of no rows at all', async () => {
    const empty = await check({ a: [] }, type('values_to_be_between'), {
      column: 'a',
      min_value: 'a',
    });
    expect(empty).toMatchObject({ success: true, result: { unexpected_percent: null } });
  });
});

describe('long sets', () => {
  // Past sixteen values they are counted by a join.
  const long = Array.from({ length: 40 }, (_, at) => `v${at}`);
  const columns = { a: ['x', 'v3', null, 'y', 'v39', 'x', "o'k"], n: [1, 2, 3, 4, 5, 6, null] };

  it('find the same rows as short ones, in the order of the table', async () => {
    const { result } = await check(columns, type('values_to_be_in_set'), {
      column: 'a',
      value_set: [...long, "o'k", null],
    });
    expect(result).toMatchObject({
      missing_count: 1,
      unexpected_count: 3,
      unexpected_list: ['x', 'y', 'x'],
      unexpected_index_list: [0, 3, 5],
    });
    const outside = await check(columns, type('values_to_not_be_in_set'), {
      column: 'a',
      value_set: long,
      row_condition: 'n > 1',
    });
    expect(outside.result).toMatchObject({ unexpected_count: 2, unexpected_list: ['v3', 'v39'] });
  });

  it('compare numbers of any kind', async () => {
    const { result } = await check(columns, type('values_to_be_in_set'), {
      column: 'n',
      value_set: [2, 4.0, 4.5, ...Array.from({ length: 20 }, (_, at) => at + 100), 'text'],
    });
    expect(result).toMatchObject({ unexpected_count: 4, unexpected_list: [1, 3, 5, 6] });
  });
});

describe('result formats', () => {
  const columns = { id: ['p', 'q', 'r'], a: ['x', 'y', 'x'] };
  const kwargs = { column: 'a', value_set: ['z'] };
  const keys = async (name: 'BOOLEAN_ONLY' | 'BASIC' | 'SUMMARY' | 'COMPLETE') =>
    Object.keys((await check(columns, type('values_to_be_in_set'), kwargs, name)).result);

  it('tell more from level to level', async () => {
    const basic = [
      ...['element_count', 'unexpected_count', 'unexpected_percent', 'partial_unexpected_list'],
      ...['missing_count', 'missing_percent', 'unexpected_percent_total'],
      'unexpected_percent_nonmissing',
    ];
    const summary = [...basic, 'partial_unexpected_counts', 'partial_unexpected_index_list'];
    expect(await keys('BOOLEAN_ONLY')).toEqual([]);
    expect(await keys('BASIC')).toEqual(basic);
    expect(await keys('SUMMARY')).toEqual(summary);
    expect(await keys('COMPLETE')).toEqual([
      ...summary,
      ...['unexpected_list', 'unexpected_index_list', 'unexpected_index_query'],
    ]);
  });

  it('name the failing rows by a key, and count the most frequent values first', async () => {
    const { result } = await check(columns, type('values_to_be_in_set'), kwargs, {
      result_format: 'COMPLETE',
      unexpected_index_column_names: ['id'],
      partial_unexpected_count: 3,
    });
    expect(result).toMatchObject({
      unexpected_index_list: [
        { a: 'x', id: 'p' },
        { a: 'y', id: 'q' },
        { a: 'x', id: 'r' },
      ],
      partial_unexpected_counts: [
        { value: 'x', count: 2 },
        { value: 'y', count: 1 },
      ],
    });
  });
});

it.each([
  ['values_to_be_unique', {}, [1, 2, 2, null, 3], [2, 2]],
  ['values_to_be_increasing', {}, [1, 1, 3, null, 2], [2]],
  ['values_to_be_increasing', { strictly: true }, [1, 1, 3], [1]],
  ['values_to_be_decreasing', {}, [3, 2, 2, 4], [4]],
  ['values_to_be_between', { min_value: 1, max_value: 3, strict_max: true }, [0, 1, 3], [0, 3]],
  ['values_to_be_between', { min_value: 'b' }, ['a', 'b'], ['a']],
  ['value_lengths_to_be_between', { max_value: 2 }, [1, 22, 333], [333]],
  ['value_lengths_to_equal', { value: 1 }, ['a', 'é', 'bb'], ['bb']],
  ['value_z_scores_to_be_less_than', { threshold: 1 }, [0, 0, 0, 4], [4]],
  ['value_z_scores_to_be_less_than', { threshold: 1 }, [5, 5], []],
  ['values_to_not_be_outliers', {}, [1, 2, 3, 4, 5, 99], [99]],
  ['values_to_match_regex', { regex: 'b' }, ['abc', 'xyz'], ['xyz']],
  ['values_to_match_regex', { regex: '^a(?!c)' }, ['ab', 'ac'], ['ac']],
  ['values_to_not_match_regex', { regex: '^\\d' }, ['1', 'a'], ['1']],
  ['values_to_match_regex_list', { regex_list: ['a', 'b'] }, ['a', 'c'], ['c']],
  ['values_to_match_regex_list', { regex_list: ['a', 'b'], match_on: 'all' }, ['a', 'ab'], ['a']],
  ['values_to_not_match_regex_list', { regex_list: ['a', 'b'] }, ['b', 'c'], ['b']],
  ['values_to_match_like_pattern', { like_pattern: 'a_c%' }, ['abcd', 'acd'], ['acd']],
  ['values_to_match_like_pattern', { like_pattern: '%[0-9].' }, ['a1.', 'a1x'], ['a1x']],
  ['values_to_not_match_like_pattern', { like_pattern: '[^a]%' }, ['ab', 'ba'], ['ba']],
  ['values_to_match_like_pattern_list', { like_pattern_list: ['a%', '%b'] }, ['ax', 'x'], ['x']],
  ['values_to_not_match_like_pattern_list', { like_pattern_list: ['a%'] }, ['ax', 'x'], ['ax']],
  ['values_to_be_json_parseable', {}, ['{"a":1}', '{a}'], ['{a}']],
  ['values_to_be_json_parseable', {}, [1, 2], [1, 2]],
  [
    'values_to_match_json_schema',
    { json_schema: { type: 'array' } },
    ['[1]', '{}', '['],
    ['{}', '['],
  ],
  [
    'values_to_match_strftime_format',
    { strftime_format: '%d/%m/%Y' },
    ['31/01/2020', '01/31/2020'],
    ['01/31/2020'],
  ],
  [
    'values_to_be_dateutil_parseable',
    {},
    ['2020-02-29', '1 Feb 2020 10:30', 'cat', '13/13/13'],
    ['cat', '13/13/13'],
  ],
  ['values_to_not_be_in_set', { value_set: [1] }, [1, 2], [1]],
  ['values_to_be_null', {}, [null, 0], [0]],
])('expect_column_%s with %j', async (name, kwargs, values, failing) => {
  const result = await check({ a: values }, type(name), { column: 'a', ...kwargs });
  expect(result.exception_info.exception_message).toBeNull();
  expect(result.result['unexpected_list'] ?? []).toEqual(failing);
  expect(result).toMatchObject({
    success: failing.length === 0,
    result: { unexpected_count: failing.length },
  });
});

it.each([
  ['values_to_match_strftime_format', { strftime_format: '%Y' }],
  ['values_to_be_dateutil_parseable', {}],
])('expect_column_%s asks for texts', async (name, kwargs) => {
  const { exception_info: info } = await check({ a: [1, 2] }, type(name), {
    column: 'a',
    ...kwargs,
  });
  expect(info.exception_message).toContain(`expect_column_${name} must be of type string`);
});

it.each([
  ['no bound', [1], {}, 'cannot both be null'],
  ['bounds the wrong way round', [1], { min_value: 2, max_value: 1 }, 'cannot be greater'],
  ['a number for texts', ['a'], { min_value: 2 }, 'must be of the same type'],
  ['a range for mixed values', ['a', 1], { min_value: 2 }, 'must be of the same type'],
])('between cannot be checked with %s', async (_, a, range, message) => {
  const { exception_info } = await check({ a }, type('values_to_be_between'), {
    column: 'a',
    ...range,
  });
  expect(exception_info.exception_message).toContain(message);
});

it('stops a regular expression that explodes, and says which', async () => {
  const { exception_info } = await check({ a: ['a'.repeat(40)] }, type('values_to_match_regex'), {
    column: 'a',
    regex: '^(a+)+(?=b)$',
  });
  expect(exception_info.exception_message).toContain('took over');
});

it('tells numbers from texts in a mixed column', async () => {
  const columns = { a: [1, '1', 2.5, null, true] };
  const unique = await check(columns, type('values_to_be_unique'), { column: 'a' });
  expect(unique).toMatchObject({ success: true, result: { missing_count: 1 } });
  const typed = await check(columns, type('values_to_be_in_type_list'), {
    column: 'a',
    type_list: ['int', 'str'],
  });
  expect(typed.result['unexpected_list']).toEqual([2.5, true]);
});

it('counts NaN as missing, and keeps infinities, old dates, decimals and big integers', async () => {
  const kwargs = { column: 'a', value_set: [] };
  const inSet = type('values_to_be_in_set');
  const floats = await check({ a: [Number.NaN, Infinity, -0.5] }, inSet, kwargs);
  expect(floats.result).toMatchObject({ missing_count: 1, unexpected_list: ['Infinity', -0.5] });
  const dates = await check({ a: [new Date('1883-11-18T12:00:00Z')] }, inSet, kwargs);
  expect(dates.result['unexpected_list']).toEqual(['1883-11-18T12:00:00']);
  const big = await check({ a: [2n ** 70n] }, inSet, kwargs);
  expect(big.result['unexpected_list']).toEqual(['1180591620717411303424']);
});

describe('what Python would say', () => {
  it('of JSON with a comma too many, within a text and outside', async () => {
    const columns = { a: ['{"a":1,}', '[1, ]', '{"a": ",}"}', '["\\\\",]', '[NaN]'] };
    const { result } = await check(columns, type('values_to_be_json_parseable'), { column: 'a' });
    expect(result['unexpected_list']).toEqual(['{"a":1,}', '[1, ]', '["\\\\",]']);
  });

  it.each([
    [{ minimum: 1, exclusiveMinimum: true }, ['1']],
    [{ minimum: 1, exclusiveMinimum: false }, []],
    [{ enum: [1, { minimum: 1, exclusiveMinimum: true }] }, ['2']],
  ])('of a JSON Schema of draft 4: %j', async (keywords, wrong) => {
    const json_schema = { $schema: 'http://json-schema.org/draft-04/schema#', ...keywords };
    const kwargs = { column: 'a', json_schema };
    const { result } = await check({ a: ['1', '2'] }, type('values_to_match_json_schema'), kwargs);
    expect(result['unexpected_list'] ?? []).toEqual(wrong);
  });

  it('refuses keywords of a JSON Schema that it would pass over', async () => {
    const json_schema = { properties: { b: { prefixItems: [{ type: 'string' }] } } };
    const kwargs = { column: 'a', json_schema };
    const { exception_info: info } = await check(
      { a: ['1'] },
      type('values_to_match_json_schema'),
      kwargs,
    );
    expect(info.exception_message).toContain('prefixItems, which came after draft 7');
  });

  it('of space around a date', async () => {
    const columns = { a: ['2020-01-31', ' 2020-01-31', '2020-01-31 ', '2020-01-31\t'] };
    const wrong = async (strftime_format: string) => {
      const kwargs = { column: 'a', strftime_format };
      const { result } = await check(columns, type('values_to_match_strftime_format'), kwargs);
      return result['unexpected_list'];
    };
    expect(await wrong('%Y-%m-%d')).toEqual(columns.a.slice(1));
    expect(await wrong('%Y-%m-%d ')).toEqual(columns.a.slice(0, 2));
  });

  it('of booleans as texts', async () => {
    const kwargs = { column: 'a', regex: '^T' };
    const { result } = await check({ a: [true, false] }, type('values_to_match_regex'), kwargs);
    expect(result['unexpected_list']).toEqual([false]);
  });

  it('of the type of mixed values', async () => {
    const kwargs = { column: 'a', type_: 'object' };
    const { success } = await check({ a: [1, 'x', 2.5] }, type('values_to_be_of_type'), kwargs);
    expect(success).toBe(true);
  });

  it('of a threshold below zero on both sides', async () => {
    const kwargs = { column: 'a', threshold: -1, double_sided: true };
    const { result } = await check(
      { a: [1, 2, 3, 4, 5] },
      type('value_z_scores_to_be_less_than'),
      kwargs,
    );
    expect(result['unexpected_list']).toEqual([1, 5]);
  });

  it('of a set that is null', async () => {
    const kwargs = { column: 'a', value_set: null };
    expect((await check({ a: [1] }, type('values_to_not_be_in_set'), kwargs)).success).toBe(true);
  });
});
