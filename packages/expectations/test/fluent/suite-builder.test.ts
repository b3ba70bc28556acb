import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, it } from 'vitest';
import {
  BUILT_IN,
  defineExpectation,
  defineMapExpectation,
  integer,
  aggregate,
  optional,
  parameter,
  string,
  suite,
  validate,
  writeSuite,
} from '../../src/index.ts';
import { temporaryFolder } from '../data.ts';

const expectEven = defineMapExpectation({
  type: 'expect_column_values_to_be_even',
  summary: 'The values of the column are even.',
  kwargs: { column: string(), but_not: optional(integer()) },
  rule: ({ column, but_not: butNot }, { table }) => ({
    columns: [column],
    counted: `${table.column(column).sql} IS NOT NULL`,
    unexpected: `${table.column(column).sql} % 2 <> 0 OR ${table.column(column).sql} = ${butNot ?? -1}`,
  }),
});

const expectFewRows = defineExpectation({
  type: 'expect_table_to_be_short',
  summary: 'The table has at most `limit` rows.',
  kwargs: { limit: integer() },
  check: ({ limit }) => ({
    metrics: { rows: aggregate('count(*)') },
    judge: (values) => ({ success: values.count('rows') <= limit, result: {} }),
  }),
});

it('builds the suite that GX 1.x would write', () => {
  const orders = suite('orders', { parameters: { least: 1 }, meta: { owner: 'shop' } });
  orders
    .column('price')
    .valuesToBeBetween({ minValue: 0, strictMin: true, mostly: 0.99, severity: 'warning' })
    .valuesToNotBeNull()
    .quantileValuesToBeBetween({
      quantileRanges: { quantiles: [0.5], value_ranges: [[1, null]] },
      rowCondition: 'country == "DE"',
    })
    .valuesToBeOfType({ type: 'DOUBLE', notes: 'as the shop sends it' });
  orders.table.rowCountToBeBetween({ minValue: parameter('least') });
  orders.pair('paid', 'ordered').valuesAToBeGreaterThanB({ orEqual: true });
  orders.columns('a', 'b').sumToEqual({ sumTotal: 3 }).compoundColumnsToBeUnique();
  expect(orders.toJSON()).toEqual({
    name: 'orders',
    expectations: [
      {
        type: 'expect_column_values_to_be_between',
        kwargs: { column: 'price', min_value: 0, strict_min: true, mostly: 0.99 },
        severity: 'warning',
      },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'price' } },
      {
        type: 'expect_column_quantile_values_to_be_between',
        kwargs: {
          column: 'price',
          quantile_ranges: { quantiles: [0.5], value_ranges: [[1, null]] },
          row_condition: 'country == "DE"',
        },
      },
      {
        type: 'expect_column_values_to_be_of_type',
        kwargs: { column: 'price', type_: 'DOUBLE' },
        notes: 'as the shop sends it',
      },
      {
        type: 'expect_table_row_count_to_be_between',
        kwargs: { min_value: { $PARAMETER: 'least' } },
      },
      {
        type: 'expect_column_pair_values_a_to_be_greater_than_b',
        kwargs: { column_A: 'paid', column_B: 'ordered', or_equal: true },
      },
      {
        type: 'expect_multicolumn_sum_to_equal',
        kwargs: { column_list: ['a', 'b'], sum_total: 3 },
      },
      { type: 'expect_compound_columns_to_be_unique', kwargs: { column_list: ['a', 'b'] } },
    ],
    suite_parameters: { least: 1 },
    meta: { owner: 'shop' },
  });
});

it('is a suite that runs', async () => {
  const orders = suite('orders', { parameters: { least: 3 } });
  orders.column('id').valuesToBeUnique();
  orders.table.rowCountToBeBetween({ minValue: parameter('least - 1') });
  const result = await validate({ source: { rows: [{ id: 1 }, { id: 2 }] }, suite: orders });
  expect(result).toMatchObject({ success: true, suite_name: 'orders' });
});

it('has a method for every built-in expectation, under one name only', () => {
  const all = suite('all');
  const subjects = [all.table, all.column('a'), all.pair('a', 'b'), all.columns('a', 'b')];
  const names = subjects.map((methods) => Object.keys(methods));
  expect(names.flat()).toHaveLength(BUILT_IN.length);
  expect(names.map((each) => new Set(each).size)).toEqual(names.map((each) => each.length));
});

it('gives expectations of your own the same rights', async () => {
  const own = suite('own', { expectations: [expectEven, expectFewRows] });
  own.column('n').valuesToBeEven({ mostly: 0.5, butNot: 4 }).valuesToNotBeNull();
  own.table.toBeShort({ limit: 2 });
  const { results } = await validate({ source: { rows: [{ n: 2 }, { n: 3 }] }, suite: own });
  expect(results.map(({ success }) => success)).toEqual([true, true, true]);
});

it('leaves a kwarg that is not one to the check, as a suite in JSON does', async () => {
  const wrong = suite('wrong');
  const given: object = { minvalue: 1 };
  wrong.column('a').valuesToBeBetween(given);
  await expect(validate({ source: { rows: [] }, suite: wrong })).rejects.toThrow(
    'minvalue is not one of its kwargs',
  );
});

it('types methods and kwargs from the declarations', () => {
  const own = suite('own', { expectations: [expectEven] });
  const price = own.column('price');
  expectTypeOf(price.valuesToBeInSet).toBeCallableWith({ valueSet: ['a', 1, null] });
  expectTypeOf(price.valuesToBeEven).toBeCallableWith({ butNot: 4, mostly: 0.5 });
  expectTypeOf(price.valuesToBeEven).toBeCallableWith({ butNot: parameter('n') });
  expectTypeOf(price.valuesToNotBeNull).returns.toEqualTypeOf(price);
  expectTypeOf(own.table).not.toHaveProperty('valuesToBeUnique');
  expectTypeOf(suite('plain').column('a')).not.toHaveProperty('valuesToBeEven');
  const compileErrors = () => {
    // @ts-expect-error a kwarg that must be given
    price.valuesToMatchRegex();
    // @ts-expect-error a name that is none of its kwargs
    price.valuesToBeBetween({ minimum: 1 });
    // @ts-expect-error a value of another type
    price.valuesToNotBeNull({ mostly: 'all' });
    // @ts-expect-error the column is already said
    price.valuesToNotBeNull({ column: 'b' });
    // @ts-expect-error one of a few texts
    price.valuesToMatchRegexList({ regexList: ['a'], matchOn: 'some' });
    // @ts-expect-error severities are three
    own.table.rowCountToEqual({ value: 1, severity: 'bad' });
  };
  expectTypeOf(compileErrors).toBeFunction();
});

it('writes a suite whole, in the form of 1.x, the same text for the same suite', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'suites', 'orders.json');
  const old = {
    expectations: [
      {
        kwargs: { min_value: 1, column: 'a' },
        expectation_type: 'expect_column_max_to_be_between',
      },
    ],
    expectation_suite_name: 'orders',
  };
  await writeSuite(path, old);
  const built = suite('orders');
  built.column('a').maxToBeBetween({ minValue: 1 });
  const text = readFileSync(path, 'utf8');
  await writeSuite(path, built);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(JSON.parse(text)).toEqual(built.toJSON());
  expect(text.endsWith('}\n')).toBe(true);
  await expect(writeSuite(path, { name: 'no list' })).rejects.toThrow('must be a list');
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(readdirSync(join(folder, 'suites'))).toEqual(['orders.json']);
});

it.each([
  { notes: 'see **the shop**' },
  { notes: ['one', 'two'] },
  { meta: { notes: { format: 'markdown', content: ['one'] } } },
])('keeps the notes of a suite: %j', async (noted) => {
  const path = join(temporaryFolder(), 'suite.json');
  const written = async (given: unknown): Promise<unknown> => {
    await writeSuite(path, given);
    return JSON.parse(readFileSync(path, 'utf8'));
  };
  expect(await written({ name: 'orders', expectations: [], ...noted })).toMatchObject(noted);
  expect(await written(suite('orders', noted))).toMatchObject(noted);
});
