import { expect, it } from 'vitest';
import { check } from '../data.ts';

async function refused(type: string, values: readonly string[], kwargs = {}) {
  const { result } = await check({ a: values }, `expect_column_values_to_${type}`, {
    column: 'a',
    ...kwargs,
  });
  return result['unexpected_list'];
}

it('JSON holds infinities as Python writes them, and in no other letters', async () => {
  const read = ['NaN', '-Infinity', '{"a": [NaN, Infinity]}', '"nan"', '{"inf": "INF"}'];
  const not = ['nan', 'inf', '-NaN', '[INFINITY]', '{"a": -inf}'];
  expect(await refused('be_json_parseable', [...read, ...not])).toEqual(not);
});

// What Python's datetime.strptime says of each.
it.each([
  [
    '%Y-%m-%d',
    ['2020-01-31', '2020-1-3', '0099-01-01'],
    [
      '1-2-3',
      '20-01-31',
      '2020-02-30',
      'infinity',
      '-Infinity',
      '2020-01-31 ',
      '2020-01-31T10:20:30',
    ],
  ],
  ['%Y', ['2020', '0007'], ['100', '7', '99', 'Infinity', '2020 ']],
  ['%d.%m.%Y %H', ['31.01.2020 10', '31.01.2020   7'], ['31.01.2020 ', '31.01.2020', 'infinity']],
  ['%d.%m.%Y', [' 1.1.2020', '1.1.2020'], [' 12.1.2020', '  1.1.2020', ' 0.1.2020', '1. 1.2020']],
  ['%Y-%m-%d', ['2020-01- 1'], ['2020-01-  1', '2020-02- 30', '2020- 1-01']],
  ['100%% %d', ['100%  7', '100% 7'], ['100% 0', '100%d 7']],
  ['%Y', ['\u0662\u0660\u0662\u0660', '20\u0662\u0660', '\u{1D7D0}020'], ['\u00B2020']],
  ['%H:%M', ['1\u0665:\u0663'], ['\u0661\u0665:30', '\u0663\u0660:30']],
  ['%Y-%m-%d', ['\u0662020-01-2\u0663'], ['2020-\u0660\u0661-01', '2020-02-3\u0660']],
  ['%H:%M', ['10:30', '1:3'], ['24:00', '10:30:61', '10:30 PM', 'infinity']],
  [
    '%Y-%m-%dT%H:%M:%S%z',
    ['2020-01-31T10:20:30Z', '2020-01-31T10:20:30+0100', '2020-01-31T10:20:30+01:00'],
    ['2020-01-31T10:20:30', '2020-01-31T10:20:30 Z Z'],
  ],
  [' %Y ', [' 2020 '], ['2020', ' 2020']],
  ['%m/%d/%y', ['01/31/20', '1/1/69'], ['01/31/2020', '13/01/20']],
  ['100%% %b %d', ['100% Jan 31', '100% feb 1'], ['100%% Jan 31', '100 Jan 31']],
])('a text fits the format %j as in Python', async (format, fitting, others) => {
  const kwargs = { strftime_format: format };
  expect(await refused('match_strftime_format', [...fitting, ...others], kwargs)).toEqual(others);
});

it('digits alone are a day, a year or a whole moment, as dateutil reads them', async () => {
  const dates = [
    '1',
    '99',
    '007',
    '100',
    '1234',
    '991231',
    '311299',
    '010120',
    '20200131',
    '202001311030',
    '20200131103000',
  ];
  const others = [
    '0',
    '000',
    '0000',
    '12345',
    '123456',
    '202001',
    '20201331',
    '99999999',
    '2020013110',
  ];
  expect(await refused('be_dateutil_parseable', [...dates, ...others])).toEqual(others);
});
