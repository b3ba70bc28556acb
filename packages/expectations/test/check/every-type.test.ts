import { expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { parquetOf } from '../data.ts';

/** One column per family of types, each with two different values, the first twice, and a null. */
const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  bool: ['false', 'true'],
  tiny: ['1::TINYINT', '2::TINYINT'],
  big: ['1::BIGINT', '9007199254740993::BIGINT'],
  money: ['1.10::DECIMAL(20, 2)', '12345678901234567.89::DECIMAL(20, 2)'],
  real: ['1.5::FLOAT', "'Infinity'::FLOAT"],
  word: ["'a'", "'é😀'"],
  uuid: [
    "'550e8400-e29b-41d4-a716-446655440000'::UUID",
    "'650e8400-e29b-41d4-a716-446655440000'::UUID",
  ],
  bytes: ["'\\x00'::BLOB", "'\\xFF'::BLOB"],
  day: ["DATE '1883-01-01'", "DATE '2020-01-01'"],
  clock: ["TIME '00:00:01'", "TIME '23:59:59.5'"],
  moment: ["TIMESTAMP '1883-01-01 00:00:00'", "TIMESTAMP '2020-01-01 00:00:00.25'"],
  zoned: ["TIMESTAMPTZ '1883-01-01 00:00:00+00'", "TIMESTAMPTZ '2020-01-01 00:00:00+02'"],
  list: ['[1, 2]', '[3]'],
  record: ["{'x': 1, 'y': 'a'}", "{'x': 2, 'y': 'b'}"],
  map: ["MAP {'k': 1}", "MAP {'k': 2}"],
};

const EXPECTATIONS: readonly (readonly [string, Readonly<Record<string, unknown>>, number])[] = [
  ['expect_column_values_to_not_be_null', {}, 1],
  ['expect_column_values_to_be_in_set', { value_set: [] }, 3],
  ['expect_column_values_to_be_unique', {}, 2],
  ['expect_column_values_to_match_regex', { regex: '^\\z' }, 3],
  ['expect_column_values_to_be_increasing', {}, 0],
];

it('checks columns of every type, and its results are JSON', async () => {
  const rows = [0, 1].map((at) => {
    const columns = Object.entries(VALUES).map(([name, pair]) => `${pair[at] ?? ''} AS ${name}`);
    return `SELECT ${columns.join(', ')}`;
  });
  const nulls = `SELECT ${Object.keys(VALUES)
    .map(() => 'NULL')
    .join(', ')}`;
  const path = await parquetOf([rows[0], rows[0], rows[1], nulls].join(' UNION ALL '));
  const result = await validate({
    source: { parquet: path },
    resultFormat: 'COMPLETE',
    suite: {
      name: 'types',
      expectations: Object.keys(VALUES).flatMap((column) =>
        EXPECTATIONS.map(([type, kwargs]) => ({ type, kwargs: { column, ...kwargs } })),
      ),
    },
  });
  const found = result.results.map(
    ({ expectation_config: { type, kwargs }, result, exception_info }) => [
      String(kwargs['column']),
      type,
      exception_info.exception_message ?? result['unexpected_count'],
    ],
  );
  expect(found).toEqual(
    Object.keys(VALUES).flatMap((column) =>
      EXPECTATIONS.map(([type, , count]) => [column, type, count]),
    ),
  );
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  const shown = Object.fromEntries(
    result.results
      .filter(({ expectation_config: { type } }) => type === 'expect_column_values_to_be_in_set')
      .map(({ expectation_config: { kwargs }, result }) => {
        const list: unknown = result['unexpected_list'];
        return [String(kwargs['column']), Array.isArray(list) ? (list.at(-1) as unknown) : null];
      }),
  );
  expect(shown).toEqual({
    bool: true,
    tiny: 2,
    big: '9007199254740993',
    money: '12345678901234567.89',
    real: 'Infinity',
    word: 'é😀',
    uuid: '650e8400-e29b-41d4-a716-446655440000',
    bytes: 'ff',
    day: '2020-01-01',
    clock: '23:59:59.500000',
    moment: '2020-01-01T00:00:00.250000',
    zoned: '2019-12-31T22:00:00+00:00',
    list: [3],
    record: { x: 2, y: 'b' },
    map: [{ key: 'k', value: 2 }],
  });
});
