import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exactJson, LongDecimal, parseExactJson, suite, writeSuite } from '../../src/index.ts';
import { temporaryFolder } from '../data.ts';

const WRITTEN = [
  '2144415922528452715',
  '-9007199254740993',
  '9007199254740991',
  '170141183460469231731687303715884105728',
  '12345678901234567890.0123456789',
  '0.1',
  '-1.5e-7',
];

describe('Exact JSON', () => {
  it.each(WRITTEN)('keeps the number %s on its way through a parser and a writer', (number) => {
    expect(exactJson(parseExactJson(`{"a":[${number}]}`))).toBe(`{"a":[${number}]}`);
  });

  it('takes numbers in strings for what they are', () => {
    const text = '{"9007199254740993":"9007199254740993","b\\"9007199254740993":"\\\\"}';
    expect(exactJson(parseExactJson(text))).toBe(text);
  });

  it.each(['{9007199254740993:1}', '[9007199254740993', '[09007199254740993]', ''])(
    'refuses what JSON.parse refuses: %s',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );

  it('is JSON.parse where no number is long', () => {
    const text = '{"a": [1, 2.50, 1e3, null], "__proto__": {"b": true}}';
    expect(parseExactJson(text)).toEqual(JSON.parse(text));
  });
});

describe('A suite with long numbers', () => {
  const ids = suite('ids');
  ids.column('id').valuesToBeInSet({ valueSet: [2144415922528452715n, 5n] });
  ids.column('id').valuesToBeBetween({ maxValue: new LongDecimal('12345678901234567.89') });

  it('is written with their digits by writeSuite', async () => {
    const path = join(temporaryFolder(), 'suite.json');
    await writeSuite(path, ids);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/2144415922528452715,\s+5\n/);
    expect(text).toContain('"max_value": 12345678901234567.89');
  });

  it('can be stringified: their digits as texts, which mean the same', () => {
    expect(JSON.stringify(ids)).toContain('"value_set":["2144415922528452715","5"]');
  });
});
