import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { check } from '../data.ts';

// Every recorded value is what great_expectations 1.24.1 with pandas found, under Python 3.11.

async function refused(type: string, texts: readonly string[], kwargs = {}) {
  const { result } = await check({ a: texts }, `expect_column_values_to_${type}`, {
    column: 'a',
    ...kwargs,
  });
  return result['unexpected_list'] ?? [];
}

describe('texts are read as Python reads them', () => {
  const JSONS = ['{"a": NaN}', 'Infinity', '-Infinity', '"NaN"', '[1, NaN, "\\"Infinity"]', 'nan'];

  it.each([
    [{}, ['nan']],
    [{ type: 'number' }, ['{"a": NaN}', '"NaN"', '[1, NaN, "\\"Infinity"]', 'nan']],
    [{ type: 'object' }, ['Infinity', '-Infinity', '"NaN"', '[1, NaN, "\\"Infinity"]', 'nan']],
    [{ maximum: 5 }, ['Infinity', 'nan']],
  ])('NaN and Infinity in JSON are numbers to the schema %j', async (schema, wanted) => {
    expect(await refused('match_json_schema', JSONS, { json_schema: schema })).toEqual(wanted);
  });

  it.each([
    ['%x', '01/31/20', ['2020-01-31', '20-01-31']],
    ['%X', '10:30:00', ['10:30', '2020-01-01']],
    ['%c', 'Fri Jan 31 10:30:00 2020', ['2020-01-31 10:30:00']],
    ['%Y-%m-%d', '0001-01-01', ['0000-01-01']],
    ['%H:%M %Z', '10:30 utc', ['10:30 EST', '10:30 CEST']],
    ['', '', ['a', ' ']],
  ])('the date format %j takes %j alone', async (format, fitting, others) => {
    const kwargs = { strftime_format: format };
    expect(await refused('match_strftime_format', [fitting, ...others], kwargs)).toEqual(others);
  });

  it('dates have days that their months have, years to 9999 and digits of any script', async () => {
    const dates = ['29 Feb 2020', '2020-02-29', '٣', '𖩣', '２０２０-01-01', '10:30 EST'];
    const others = ['29 Feb 2019', '31 Apr 2020', '2019-02-29', '0000-01-01', '10000-01-01'];
    expect(await refused('be_dateutil_parseable', [...dates, ...others])).toEqual(others);
  });
});

it('z-scores and outliers are measured of numbers alone, not of digits in texts', async () => {
  for (const type of ['value_z_scores_to_be_less_than', 'values_to_not_be_outliers']) {
    const { exception_info: info } = await check({ a: ['1', '2', '10'] }, `expect_column_${type}`, {
      column: 'a',
      ...(type.startsWith('value_z') && { threshold: 1 }),
    });
    expect(info.exception_message).toBe('"a" is VARCHAR: this needs numeric values.');
  }
});

it('times of a day that Parquet marks as UTC are times, of eight letters', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lf-times-')), 'times.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT CAST('10:30:00+00' AS TIMETZ) AS a) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const expectation = (type: string, kwargs: object) => ({
    type,
    kwargs: { column: 'a', ...kwargs },
  });
  const { success } = await validate({
    source: { parquet: path },
    suite: {
      name: 'times',
      expectations: [
        expectation('expect_column_value_lengths_to_equal', { value: 8 }),
        expectation('expect_column_values_to_match_regex', { regex: '^\\d\\d:\\d\\d:\\d\\d$' }),
      ],
    },
  });
  expect(success).toBe(true);
});
