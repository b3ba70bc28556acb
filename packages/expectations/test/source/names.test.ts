import { describe, expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { check } from '../data.ts';

const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

async function notNull(source: Source, column: string) {
  const { results } = await validate({
    source,
    suite: {
      name: 'names',
      expectations: [{ type: 'expect_column_values_to_not_be_null', kwargs: { column } }],
    },
    resultFormat: 'COMPLETE',
  });
  return results[0];
}

describe('A column with a name that every object inherits', () => {
  it.each(INHERITED)('is read as any other: %s', async (name) => {
    const columns = Object.fromEntries([[name, [1, null]]]);
    const result = await check(columns, 'expect_column_values_to_be_in_set', {
      column: name,
      value_set: [2],
    });
    expect(result.exception_info.exception_message).toBeNull();
    expect(result.result).toMatchObject({ unexpected_list: [1], missing_count: 1 });
  });

  it.each(INHERITED)('is missing where a row lacks it: %s', async (name) => {
    const rows = [{ a: 1, ...Object.fromEntries([[name, 5]]) }, { a: 2 }];
    const own = Object.fromEntries([...Object.entries({ a: 1 }), [name, 5]]);
    const result = await notNull({ rows: [own, ...rows.slice(1)] }, name);
    expect(result?.result).toMatchObject({ element_count: 2, unexpected_count: 1 });
  });
});

describe('Columns that differ in letter case alone', () => {
  it.each<Source>([
    { columns: { id: [1], ID: [2] } },
    { rows: [{ id: 1, ID: 2 }] },
    { rows: [{ id: 1 }, { Id: 2 }] },
  ])('are refused: %j', async (source) => {
    await expect(notNull(source, 'id')).rejects.toThrow(/"id" and "I[dD]" have one name/);
  });
});

describe('expect_table_columns_to_match_set', () => {
  it('says of letter case what expect_column_to_exist says', async () => {
    const { success } = await check({ id: [1] }, 'expect_table_columns_to_match_set', {
      column_set: ['ID'],
    });
    const exists = await check({ id: [1] }, 'expect_column_to_exist', { column: 'ID' });
    expect(success).toBe(exists.success);
  });
});

describe('unexpected_index_query', () => {
  it('asks only for the rows that fulfil the row condition', async () => {
    const columns = { a: [1, 2, 3, 4], b: ['x', 'y', 'y', 'y'] };
    const { result } = await check(columns, 'expect_column_values_to_be_in_set', {
      column: 'a',
      value_set: [2],
      row_condition: 'b == "y"',
    });
    expect(result['unexpected_list']).toEqual([3, 4]);
    const query = String(result['unexpected_index_query']);
    const again = await check(columns, 'unexpected_rows_expectation', {
      unexpected_rows_query: query.replaceAll('batch', '{batch}'),
    });
    expect(again.result['observed_value']).toBe('2 unexpected rows');
  });
});
