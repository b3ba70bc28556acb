import { describe, expect, it } from 'vitest';
import { momentOf, momentText } from '../../src/exact/moment.ts';
import { check } from '../data.ts';

const type = (name: string) => `expect_column_${name}`;

/** What one expectation finds in a column of one DuckDB type. */
async function ofTimes(
  duckType: string,
  values: readonly unknown[],
  name: string,
  kwargs: Readonly<Record<string, unknown>>,
) {
  const source = { columns: { t: values }, types: { t: duckType } };
  const more = { source };
  const found = await check({}, type(name), { column: 't', ...kwargs }, 'COMPLETE', more);
  expect(found.exception_info.exception_message).toBeNull();
  return found;
}

describe('A time without a zone', () => {
  it.each([
    ['2020-01-01', false],
    ['2020-01-01 00:30:00', true],
    ['2020-01-01T00:30:00', true],
    ['2020-01-01T00:30:00Z', true],
    ['2020-01-01T01:30:00+01:00', true],
    ['2020-01-01 00:29:59.999999999', false],
  ])('is in UTC beside the bound %s', async (bound, success) => {
    for (const name of ['max_to_be_between', 'values_to_be_between']) {
      const found = await ofTimes('TIMESTAMP', ['2020-01-01 00:30:00'], name, { max_value: bound });
      expect(found.success).toBe(success);
    }
  });

  it('meets a JavaScript Date as the moment that it is', async () => {
    const date = new Date('2020-01-01T00:30:00Z');
    const found = await check({ t: [date] }, type('values_to_be_in_set'), {
      column: 't',
      value_set: ['2020-01-01 00:30:00'],
    });
    expect(found.success).toBe(true);
    const { success } = await check({ t: [date] }, type('values_to_be_between'), {
      column: 't',
      min_value: date,
      max_value: date,
    });
    expect(success).toBe(true);
  });

  it.each(['31.01.2020', '01/31/2020', '31 Jan 2020'])(
    'is not compared in silence with %s, which names no order',
    async (written) => {
      const found = await check({ t: [new Date()] }, type('values_to_be_in_set'), {
        column: 't',
        value_set: [written],
      });
      expect(found.exception_info.exception_message).toMatch(/ISO 8601/);
    },
  );
});

describe('A time finer than a millisecond', () => {
  const fine = '2020-01-01 00:00:00.000500';

  it.each([
    ['TIMESTAMP', '2020-01-01 00:00:00.000', false],
    ['TIMESTAMP', '2020-01-01 00:00:00.000499999', false],
    ['TIMESTAMP', '2020-01-01 00:00:00.000500', true],
    ['TIMESTAMP WITH TIME ZONE', '2020-01-01 00:00:00.000499+00:00', false],
    ['TIMESTAMP WITH TIME ZONE', '2020-01-01 00:00:00.0005+00:00', true],
  ])(
    'is within the same bounds as a row of a %s as the greatest of them, at most %s',
    async (kind, bound, success) => {
      for (const name of ['max_to_be_between', 'values_to_be_between']) {
        expect((await ofTimes(kind, [fine], name, { max_value: bound })).success).toBe(success);
      }
    },
  );

  it.each([
    ['TIMESTAMP_S', '2020-01-01 00:00:01', '2020-01-01 00:00:01.5'],
    ['TIMESTAMP_MS', '2020-01-01 00:00:01.001', '2020-01-01 00:00:01.0011'],
    ['TIMESTAMP', '2020-01-01 00:00:01.000001', '2020-01-01 00:00:01.0000011'],
    ['TIMESTAMP_NS', '2020-01-01 00:00:01.000000001', '2020-01-01 00:00:01.000000002'],
    ['DATE', '2020-01-01', '2020-01-01 00:00:00.1'],
    ['TIME', '00:00:01.000001', '00:00:01.0000011'],
  ])('is told apart from the bounds and members of a %s', async (kind, value, later) => {
    const one = [value];
    const of = async (name: string, kwargs: Readonly<Record<string, unknown>>) =>
      (await ofTimes(kind, one, name, kwargs)).success;
    expect(await of('values_to_be_between', { max_value: later, strict_max: true })).toBe(true);
    expect(await of('values_to_be_between', { min_value: later })).toBe(false);
    expect(await of('max_to_be_between', { min_value: later })).toBe(false);
    expect(await of('values_to_be_in_set', { value_set: [later] })).toBe(false);
    expect(await of('values_to_be_in_set', { value_set: [value] })).toBe(true);
    expect(await of('distinct_values_to_equal_set', { value_set: [later] })).toBe(false);
    expect(await of('distinct_values_to_equal_set', { value_set: [value] })).toBe(true);
    expect(await of('most_common_value_to_be_in_set', { value_set: [later] })).toBe(false);
  });

  it.each([
    ['TIMESTAMP', fine, '2020-01-01T00:00:00.000500'],
    ['TIMESTAMP', '2020-01-01 00:00:00.5', '2020-01-01T00:00:00.500000'],
    ['TIMESTAMP', '1960-01-01 00:00:00', '1960-01-01T00:00:00'],
    ['TIMESTAMP_NS', '1960-01-01 00:00:00.000000001', '1960-01-01T00:00:00.000000001'],
    ['TIMESTAMP WITH TIME ZONE', `${fine}+00`, '2020-01-01T00:00:00.000500+00:00'],
    ['DATE', '2020-01-01', '2020-01-01'],
    ['TIME', '01:02:03.000400', '01:02:03.000400'],
    ['TIMESTAMP', 'infinity', 'infinity'],
    ['TIMESTAMP', '-infinity', '-infinity'],
    ['DATE', 'infinity', 'infinity'],
  ])('is shown in full: %s %s', async (kind, value, shown) => {
    const { result } = await ofTimes(kind, [value], 'values_to_be_null', {});
    expect(result['unexpected_list']).toEqual([shown]);
    const again = await ofTimes(kind, [value], 'values_to_be_in_set', { value_set: [shown] });
    expect(again.success).toBe(true);
  });

  it('may be outside of what a TIMESTAMP_NS can hold', async () => {
    const values = ['2020-01-01 00:00:00'];
    const kwargs = { min_value: '1500-01-01', max_value: '9999-12-31' };
    expect((await ofTimes('TIMESTAMP_NS', values, 'values_to_be_between', kwargs)).success).toBe(
      true,
    );
    const later = { min_value: '9999-12-31' };
    expect((await ofTimes('TIMESTAMP_NS', values, 'values_to_be_between', later)).success).toBe(
      false,
    );
  });
});

describe('The text of a moment', () => {
  it.each(['2020-02-29T23:59:59.000001', '1969-12-31T23:59:59.999999999', '0001-01-01T00:00:00'])(
    'is read and written alike: %s',
    (text) => {
      const moment = momentOf(text);
      expect(moment === null ? null : momentText(moment.nanos)).toBe(text);
    },
  );

  it.each(['2021-02-29', '2020-13-01', '2020-01-01 24:00', '2020-01-01 00:60', 'cat', '2020', ''])(
    'is refused where it is none: %s',
    (text) => {
      expect(momentOf(text)).toBeNull();
    },
  );
});
