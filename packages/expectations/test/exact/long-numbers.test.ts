import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { LongDecimal, profile, suite, validate } from '../../src/index.ts';
import { check, parquetOf, temporaryFolder } from '../data.ts';
import { untyped } from '../untyped.ts';

const IDS = [2144415922528452715n, 2144415922528452716n, 2144415922528452900n];
const ID = { columns: { id: IDS }, types: { id: 'BIGINT' } };
const type = (name: string) => `expect_column_${name}`;

async function ofIds(name: string, kwargs: Readonly<Record<string, unknown>>) {
  return check({ id: IDS }, type(name), { column: 'id', ...kwargs }, 'COMPLETE', { source: ID });
}

describe('Integers past 2^53', () => {
  it.each([
    ['a bigint', [2144415922528452715n]],
    ['a text of its digits', ['2144415922528452715']],
    ['more than one', [2144415922528452715n, 7, '8']],
  ])('are found in a set by %s', async (_, set) => {
    const { result } = await ofIds('values_to_be_in_set', { value_set: set });
    expect(result['unexpected_list']).toEqual(['2144415922528452716', '2144415922528452900']);
  });

  it('are found in a set with fractions and in a set of many', async () => {
    const many = [2144415922528452715n, 1.5, ...Array.from({ length: 30 }, (_, at) => at)];
    const { result } = await ofIds('values_to_be_in_set', { value_set: many });
    expect(result['unexpected_count']).toBe(2);
  });

  it('are refused in a set where JavaScript has rounded them', async () => {
    const rounded = Number(2144415922528452715n);
    const { success, exception_info: info } = await ofIds('values_to_be_in_set', {
      value_set: [rounded],
    });
    expect(success).toBe(false);
    expect(info.exception_message).toMatch(/past 2\^53 are rounded.*bigint/);
  });

  it('do not equal short texts of digits, as in pandas', async () => {
    const { result } = await check({ a: [1, 2] }, type('values_to_be_in_set'), {
      column: 'a',
      value_set: ['1'],
    });
    expect(result['unexpected_list']).toEqual([1, 2]);
  });

  it.each([
    ['values_to_be_between', { min_value: 2144415922528452716n }, 1],
    ['values_to_be_between', { min_value: '2144415922528452716' }, 1],
    ['values_to_be_between', { max_value: 2144415922528452716n, strict_max: true }, 2],
    ['values_to_be_between', { max_value: 10n ** 40n }, 0],
    ['values_to_be_between', { min_value: 10n ** 40n }, 3],
    ['values_to_be_between', { min_value: new LongDecimal('2144415922528452715.5') }, 1],
    ['values_to_be_between', { max_value: new LongDecimal('2144415922528452715.5') }, 2],
  ])('are bounded exactly: %s %o', async (name, kwargs, count) => {
    const { result } = await ofIds(name, kwargs);
    expect(result['unexpected_count']).toBe(count);
  });

  it.each([
    ['max_to_be_between', { max_value: 2144415922528452899n }, false, '2144415922528452900'],
    ['max_to_be_between', { max_value: '2144415922528452900' }, true, '2144415922528452900'],
    ['min_to_be_between', { min_value: 2144415922528452716n }, false, '2144415922528452715'],
    ['sum_to_be_between', { max_value: 6433247767585358330n }, false, '6433247767585358331'],
    ['sum_to_be_between', { min_value: 6433247767585358331n }, true, '6433247767585358331'],
    ['distinct_values_to_equal_set', { value_set: IDS }, true, IDS.map(String)],
    [
      'distinct_values_to_equal_set',
      { value_set: [...IDS, 2144415922528452717n] },
      false,
      undefined,
    ],
    ['distinct_values_to_contain_set', { value_set: [2144415922528452717n] }, false, undefined],
    ['most_common_value_to_be_in_set', { value_set: IDS, ties_okay: true }, true, undefined],
  ])('are aggregated exactly: %s %o', async (name, kwargs, success, observed) => {
    const { result, ...found } = await ofIds(name, kwargs);
    expect(found.exception_info.exception_message).toBeNull();
    expect(found.success).toBe(success);
    if (observed !== undefined) expect(result['observed_value']).toEqual(observed);
  });

  it('are exact in a row condition', async () => {
    for (const [condition, rows] of [
      ['id == 2144415922528452715', 1],
      ['id > 2144415922528452715', 2],
      ['id != 2144415922528452716', 2],
      ['id in [2144415922528452716, 1]', 1],
      ['id >= 2144415922528452715.5', 2],
    ] as const) {
      const { result } = await ofIds('values_to_not_be_null', { row_condition: condition });
      expect([condition, result['element_count']]).toEqual([condition, rows]);
    }
  });

  it('leave a result that JSON.stringify can write', async () => {
    const found = await ofIds('values_to_be_in_set', { value_set: [2144415922528452715n, 3n] });
    const { kwargs } = found.expectation_config;
    expect(kwargs['value_set']).toEqual(['2144415922528452715', 3]);
    expect(JSON.stringify(found)).toContain('2144415922528452716');
  });

  it('come from rows, also mixed with other values, without loss', async () => {
    const rows = [{ a: 2144415922528452715n }, { a: 'x' }, { a: 2n ** 130n }];
    for (const some of [rows, [rows[0], rows[2]]]) {
      const { results } = await validate({
        source: { rows: some.filter((row) => row !== undefined) },
        suite: {
          name: 's',
          expectations: [
            {
              type: type('values_to_be_in_set'),
              kwargs: { column: 'a', value_set: [2144415922528452715n, 'x'] },
            },
          ],
        },
      });
      expect(results[0]?.exception_info.exception_message).toBeNull();
      expect(results[0]?.result['unexpected_count']).toBe(1);
    }
  });

  it('are read from a suite file, a parameter and a condition by the command line', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'suite.json');
    const ids = '2144415922528452715, 2144415922528452716';
    writeFileSync(
      path,
      `{"name": "ids", "expectations": [
        {"type": "${type('values_to_be_in_set')}", "kwargs": {"column": "id", "value_set": [${ids}]}},
        {"type": "${type('values_to_be_between')}", "kwargs": {"column": "id", "max_value": {"$PARAMETER": "most"}}}
      ]}`,
    );
    const values = IDS.map((id) => `(${id}::BIGINT)`).join(', ');
    const data = await parquetOf(`SELECT * FROM (VALUES ${values}) t(id)`);
    const out: string[] = [];
    await runCli(
      ['check', data, '--suite', path, '--format', 'json', '--param', 'most=2144415922528452899'],
      { out: (text) => out.push(text), err: () => undefined, isInteractive: false },
    );
    const { results } = JSON.parse(out.join('')) as {
      results: { result: Record<string, unknown> }[];
    };
    expect(results.map(({ result }) => result['partial_unexpected_list'])).toEqual([
      ['2144415922528452900'],
      ['2144415922528452900'],
    ]);
  });

  it('pass the suite that a profile proposes of them', async () => {
    const columns = { id: Array.from({ length: 30 }, (_, at) => IDS[at % 3]) };
    const { suite: proposed } = await profile({ columns, types: { id: 'BIGINT' } });
    const sets = proposed.expectations.filter((each) => each.type === type('values_to_be_in_set'));
    expect(JSON.stringify(sets[0]?.kwargs)).toContain('2144415922528452715');
    for (const given of [proposed, JSON.parse(JSON.stringify(proposed)) as unknown]) {
      const result = await validate({
        source: { columns, types: { id: 'BIGINT' } },
        suite: untyped(given),
      });
      expect(result.success).toBe(true);
    }
  });

  it('are taken by every number of the fluent builder', async () => {
    const rows = suite('rows');
    rows.table.rowCountToBeBetween({ minValue: 3n, maxValue: 2n ** 60n });
    rows.column('id').valueLengthsToEqual({ value: 19n });
    rows.column('id').meanToBeBetween({ minValue: 2144415922528452715n });
    const result = await validate({ source: ID, suite: rows });
    expect(result.results.map(({ success }) => success)).toEqual([true, true, true]);
  });

  it('compare as integers do, whatever the integers', async () => {
    const integer = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    await fc.assert(
      fc.asyncProperty(integer, fc.bigInt({ min: -2n, max: 2n }), async (value, step) => {
        const bound = value + step;
        const kwargs = { column: 'id', min_value: bound };
        const source = { columns: { id: [value] }, types: { id: 'BIGINT' } };
        const more = { source };
        const { success } = await check({}, type('values_to_be_between'), kwargs, 'BASIC', more);
        const isIn = await check(
          {},
          type('values_to_be_in_set'),
          { column: 'id', value_set: [bound] },
          'BASIC',
          more,
        );
        expect([success, isIn.success]).toEqual([value >= bound, value === bound]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('Long decimals', () => {
  const source = {
    columns: { price: ['12345678901234567890.0123456789', '0.1000000001', '0.3'] },
    types: { price: 'DECIMAL(38,10)' },
  };
  const ofPrices = (name: string, kwargs: Readonly<Record<string, unknown>>) =>
    check({}, type(name), { column: 'price', ...kwargs }, 'COMPLETE', { source });

  it.each([
    [
      'values_to_be_in_set',
      { value_set: ['12345678901234567890.0123456789', 0.3] },
      ['0.1000000001'],
    ],
    [
      'values_to_be_in_set',
      { value_set: [0.1, 0.3] },
      ['12345678901234567890.0123456789', '0.1000000001'],
    ],
    [
      'values_to_be_between',
      { max_value: '12345678901234567890.0123456788' },
      ['12345678901234567890.0123456789'],
    ],
    ['values_to_be_between', { min_value: 0.1, max_value: 10n ** 30n }, []],
    [
      'values_to_be_between',
      { max_value: '0.10000000011', strict_max: true },
      ['12345678901234567890.0123456789', '0.3'],
    ],
  ])('are judged exactly: %s %o', async (name, kwargs, unexpected) => {
    const { result, exception_info: info } = await ofPrices(name, kwargs);
    expect(info.exception_message).toBeNull();
    expect((result['unexpected_list'] as unknown[]).map(String)).toEqual(unexpected);
  });

  it('are aggregated exactly', async () => {
    const sum = await ofPrices('sum_to_be_between', { max_value: '12345678901234567890.41234567' });
    expect(sum.result['observed_value']).toBe('12345678901234567890.4123456790');
    expect(sum.success).toBe(false);
    const max = await ofPrices('max_to_be_between', {
      max_value: '12345678901234567890.0123456788',
    });
    expect(max.success).toBe(false);
  });

  it('add up exactly in a row', async () => {
    const money = {
      columns: { a: ['0.10'], b: ['0.20'] },
      types: { a: 'DECIMAL(18,2)', b: 'DECIMAL(18,2)' },
    };
    const kwargs = { column_list: ['a', 'b'], sum_total: 0.3 };
    const found = await check({}, 'expect_multicolumn_sum_to_equal', kwargs, 'BASIC', {
      source: money,
    });
    expect(found.success).toBe(true);
    const ids = {
      columns: { a: [2n ** 62n], b: [2n ** 62n + 1n] },
      types: { a: 'BIGINT', b: 'BIGINT' },
    };
    const totals = [2n ** 63n + 1n, 2n ** 63n].map((total) =>
      check(
        {},
        'expect_multicolumn_sum_to_equal',
        { column_list: ['a', 'b'], sum_total: total },
        'BASIC',
        { source: ids },
      ),
    );
    expect((await Promise.all(totals)).map(({ success }) => success)).toEqual([true, false]);
  });
});
