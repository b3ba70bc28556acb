import { expect, expectTypeOf, it } from 'vitest';
import { defineSuite, readSuite, suite, validate, validatePartitions } from '../../src/index.ts';
import type { ColumnTypeName, InferRow, Source, ValidateOptions } from '../../src/index.ts';

const source: Source = { columns: { id: [1, 2], state: ['open', null], price: [1.5, 2] } };

const orders = defineSuite({
  name: 'orders',
  expectations: [
    { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'id', type_: 'int64' } },
    { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' } },
    {
      type: 'expect_column_values_to_be_in_set',
      kwargs: { column: 'state', value_set: ['open', 'paid'] },
      severity: 'warning',
    },
    {
      expectation_type: 'expect_column_max_to_be_between',
      kwargs: { column: 'price', max_value: 9 },
    },
  ],
});

it('gives a constant suite back as it is, to be checked', async () => {
  expect((await validate({ source, suite: orders })).success).toBe(true);
});

it('takes either form of a suite, builders, and JSON that was read', () => {
  expectTypeOf(validate).toBeCallableWith({ source, suite: suite('s') });
  expectTypeOf(validate).toBeCallableWith({
    source,
    suite: readSuite({ name: 's', expectations: [] }),
  });
  expectTypeOf(validate).toBeCallableWith({
    source,
    suite: {
      expectation_suite_name: 's',
      expectations: [{ expectation_type: 'expect_x', kwargs: {}, meta: {} }],
      evaluation_parameters: {},
      ge_cloud_id: null,
    },
  });
});

it('does not compile a misspelt key', () => {
  const compileErrors = (json: unknown) => {
    // @ts-expect-error kwarg for kwargs
    void validate({ source, suite: { name: 's', expectations: [{ type: 'x', kwarg: {} }] } });
    void validate({
      source,
      suite: {
        name: 's',
        // @ts-expect-error a key that no expectation has
        expectations: [{ type: 'x', kwargs: {}, severty: 'info' }],
      },
    });
    void validate({
      source,
      suite: {
        name: 's',
        // @ts-expect-error a severity that there is not
        expectations: [{ type: 'x', kwargs: {}, severity: 'bad' }],
      },
    });
    // @ts-expect-error a key that no suite has
    void validate({ source, suite: { nam: 's', expectations: [] } });
    // @ts-expect-error of which nothing is known
    void validate({ source, suite: json });
    // @ts-expect-error the same for partitions
    void validatePartitions({ sources: [source], suite: { name: 's', expectation: [] } });
    // @ts-expect-error an option that there is not
    const options: ValidateOptions = { source, suite: suite('s'), badrows: 'bad.csv' };
    return options;
  };
  expectTypeOf(compileErrors).toBeFunction();
});

it('does not compile a misspelt kwarg of a built-in expectation in defineSuite', () => {
  const compileErrors = () => {
    defineSuite({
      name: 's',
      expectations: [
        // @ts-expect-error min_valu for min_value
        { type: 'expect_column_max_to_be_between', kwargs: { column: 'a', min_valu: 1 } },
      ],
    });
    defineSuite({
      name: 's',
      expectations: [
        // @ts-expect-error a value of another type
        { type: 'expect_column_values_to_match_regex', kwargs: { column: 'a', regex: 1 } },
      ],
    });
    // @ts-expect-error a key that no expectation has
    defineSuite({ name: 's', expectations: [{ type: 'x', kwargs: {}, severty: 'info' }] });
    // @ts-expect-error a key that no suite has
    defineSuite({ name: 's', expectations: [], note: 'x' });
  };
  expectTypeOf(compileErrors).toBeFunction();
  const fine = defineSuite({
    name: 's',
    expectations: [
      {
        type: 'expect_column_values_to_be_between',
        kwargs: {
          column: 'a',
          min_value: { $PARAMETER: 'least' },
          max_value: 3n,
          mostly: 0.5,
          row_condition: 'a > 1',
        },
      },
      { type: 'expect_of_my_own', kwargs: { whatever: 1 } },
    ],
    suite_parameters: { least: 1 },
  });
  expectTypeOf(fine.expectations[1].kwargs.whatever).toEqualTypeOf<1>();
});

it('infers the type of a row', () => {
  expectTypeOf<InferRow<typeof orders>>().toEqualTypeOf<{
    readonly id: number;
    readonly state: 'open' | 'paid' | null;
    readonly price: unknown;
  }>();
  const all = {
    name: 'all',
    expectations: [
      { type: 'expect_table_columns_to_match_ordered_list', kwargs: { column_list: ['a', 'z'] } },
      { type: 'expect_column_type_to_be', kwargs: { column: 'a', type_: 'datetime64[us]' } },
      {
        type: 'expect_column_values_to_be_in_type_list',
        kwargs: { column: 'b', type_list: ['str', 'BIGINT'] },
      },
      {
        type: 'expect_column_values_to_be_of_type',
        kwargs: { column: 'c', type_: 'DECIMAL(18,3)' },
      },
      { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'd', type_: 'HUGEINT' } },
      { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'e', type_: 'varchar' } },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'e', mostly: 0.9 } },
      { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'f', type_: 'StringType' } },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'f', mostly: 1 } },
      {
        type: 'expect_column_values_to_be_in_set',
        kwargs: { column: 'g', value_set: [1, 2], row_condition: 'a > 1' },
      },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'g' } },
      { type: 'expect_column_pair_values_to_be_equal', kwargs: { column_A: 'h', column_B: 'i' } },
      { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'h', type_: 'bool' } },
      { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'i', type_: 'no such' } },
    ],
  } as const;
  expectTypeOf<InferRow<typeof all>>().toEqualTypeOf<{
    readonly a: Date | string | null;
    readonly b: string | number | null;
    readonly c: number | null;
    readonly d: bigint | null;
    readonly e: string | null;
    readonly f: string;
    // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- unknown, but not null
    readonly g: NonNullable<unknown>;
    readonly h: boolean | null;
    readonly i: unknown;
    readonly z: unknown;
  }>();
  expectTypeOf(validate).toBeCallableWith({ source, suite: all });
});

it('knows the names of types everywhere', async () => {
  const rows = [{ n: '7', d: '2020-01-31', t: 1 }];
  const types = { n: 'int8', d: 'DateType', t: 'str' } satisfies Record<string, ColumnTypeName>;
  const named = suite('named');
  for (const [column, type] of Object.entries(types)) {
    named.column(column).valuesToBeOfType({ type });
  }
  named.column('n').typeToBe({ type: 'int8' }).typeToBe({ type: 'TINYINT' });
  const result = await validate({ source: { rows, types }, suite: named });
  expect(result.results.map(({ success }) => success)).toEqual([true, true, true, true, true]);
});
