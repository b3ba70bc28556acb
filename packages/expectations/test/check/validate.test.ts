import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  aggregate,
  defineExpectation,
  integer,
  InvalidSuiteError,
  UnreadableSourceError,
  validate,
} from '../../src/index.ts';
import { check, temporaryFolder } from '../data.ts';

const NOT_NULL = 'expect_column_values_to_not_be_null';

it('reports every unknown expectation and wrong kwarg at once, with the nearest name', async () => {
  const expectations = [
    { type: 'expect_column_values_to_not_be_nul', kwargs: { column: 'a' } },
    { type: NOT_NULL, kwargs: { mostly: 2, colunm: 'a' } },
  ];
  const checked = validate({ source: { rows: [] }, suite: { name: 'bad', expectations } });
  await expect(checked).rejects.toBeInstanceOf(InvalidSuiteError);
  await expect(checked).rejects.toMatchObject({
    code: 'invalid_suite',
    problems: [
      { at: 0, message: expect.stringContaining(`Did you mean ${NOT_NULL}?`) as string },
      { at: 1, message: `${NOT_NULL}: column is missing.` },
      { at: 1, message: `${NOT_NULL}: colunm is not one of its kwargs.` },
      { at: 1, message: expect.stringContaining('less than or equal to 1, came 2') as string },
    ],
  });
});

it('keeps the error of a missing column to its own expectation', async () => {
  const { results, success } = await validate({
    source: { rows: [{ a: 1 }] },
    suite: {
      name: 's',
      expectations: ['b', 'a'].map((column) => ({ type: NOT_NULL, kwargs: { column } })),
    },
  });
  expect(success).toBe(false);
  expect(results.map(({ exception_info }) => exception_info.raised_exception)).toEqual([
    true,
    false,
  ]);
  expect(results[0]?.exception_info.exception_message).toBe(
    'The column "b" does not exist; the table has: a.',
  );
});

it('keeps a query that breaks to its own expectation', async () => {
  const broken = defineExpectation({
    type: 'expect_the_impossible',
    summary: 'Casts what cannot be cast.',
    kwargs: {},
    check: () => ({
      metrics: { broken: aggregate("max(CAST('x' || random() AS INTEGER))") },
      judge: () => ({ success: true, result: {} }),
    }),
  });
  const { results } = await validate({
    source: { rows: [{ a: 1 }, { a: null }] },
    suite: {
      name: 's',
      expectations: [
        { type: NOT_NULL, kwargs: { column: 'a' } },
        { type: 'expect_the_impossible', kwargs: {} },
        { type: NOT_NULL, kwargs: { column: 'a', mostly: 0.5 } },
      ],
    },
    expectations: [broken],
  });
  expect(results.map(({ success, exception_info: e }) => [success, e.raised_exception])).toEqual([
    [false, false],
    [false, true],
    [true, false],
  ]);
});

it('runs a custom expectation with typed kwargs', async () => {
  const fewRows = defineExpectation({
    type: 'expect_few_rows',
    summary: 'The table has at most `limit` rows.',
    kwargs: { limit: integer() },
    check: ({ limit }) => ({
      metrics: { rows: aggregate('count(*)') },
      judge: (values) => ({
        success: values.count('rows') <= limit,
        result: { observed_value: values.count('rows') },
      }),
    }),
  });
  const result = await check({ a: [1, 2] }, 'expect_few_rows', { limit: 1 }, 'BASIC', {
    expectations: [fewRows],
  });
  expect(result).toMatchObject({ success: false, result: { observed_value: 2 } });
});

it('reads CSV, plain and gzipped', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.csv'), 'id,n\nx,1\n,2\n');
  writeFileSync(join(folder, 'a.csv.gz'), gzipSync('id,n\nx,1\n,2\n'));
  for (const file of ['a.csv', 'a.csv.gz']) {
    const { results } = await validate({
      source: { csv: join(folder, file) },
      suite: { name: 's', expectations: [{ type: NOT_NULL, kwargs: { column: 'id' } }] },
    });
    expect(results[0]?.result).toMatchObject({ element_count: 2, unexpected_count: 1 });
  }
});

it('says what cannot be read', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'broken.parquet'), 'PAR1 not really');
  for (const file of ['none.parquet', 'broken.parquet']) {
    await expect(
      validate({
        source: { parquet: join(folder, file) },
        suite: { name: 's', expectations: [] },
      }),
    ).rejects.toBeInstanceOf(UnreadableSourceError);
  }
});

it('takes hostile column names and values as they are', async () => {
  const name = `a"; DROP VIEW batch; --' é`;
  const values = [`'; DROP TABLE x; --`, 'nul\0inside', '"', '\\', 'x'.repeat(1_000_000)];
  const type = 'expect_column_values_to_be_in_set';
  const good = await check({ [name]: values }, type, { column: name, value_set: values });
  expect(good).toMatchObject({ success: true, exception_info: { raised_exception: false } });
  const bad = await check({ [name]: values }, type, {
    column: name,
    value_set: values.slice(1),
  });
  expect(bad.result).toMatchObject({ unexpected_list: [values[0]], unexpected_index_list: [0] });
});

it('measures every aggregate of a suite in one scan', async () => {
  const steps: string[] = [];
  await validate({
    source: { rows: [{ a: 1, b: 2 }] },
    suite: {
      name: 's',
      expectations: ['a', 'b', 'a'].map((column) => ({ type: NOT_NULL, kwargs: { column } })),
    },
    onProgress: ({ phase, done, total }) => steps.push(`${phase} ${done}/${total}`),
  });
  expect(steps).toEqual(['measure 1/1']);
});
