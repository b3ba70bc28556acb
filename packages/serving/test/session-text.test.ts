import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ParameterError, QueryTooLongError } from '../src/errors.ts';
import { readSession, readText } from '../src/parameters.ts';
import { encodeSession } from '../src/session-text.ts';

const read = (query: string) => readSession(query, '?session=add');

const ODD_PARTS = `%2C , %2c %25 %00 ,, & = + % # ? ; / \\ " ' ä € 👟 a b`.split(' ');

/** What a SKU may be: any text, rich in what a URL would eat. */
const sku = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc
    .array(fc.constantFrom(...ODD_PARTS, ' '), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);
const skus = fc.array(sku, { minLength: 1, maxLength: 30 });

describe('any list of SKUs comes back as it was', () => {
  test('written by encodeSession', () => {
    fc.assert(
      fc.property(skus, (list) => {
        expect(read(`session=${encodeSession(list)}`)).toEqual(list);
      }),
      { numRuns: 2000 },
    );
  });

  test('appended to URLSearchParams one by one, whatever stands around them', () => {
    fc.assert(
      fc.property(skus, sku, (list, other) => {
        const query = new URLSearchParams({ other });
        for (const each of list) query.append('session', each);
        query.append('last', other);
        expect(read(query.toString())).toEqual(list);
      }),
      { numRuns: 2000 },
    );
  });

  test('sent by a form: a + is a blank, a plus is %2B', () => {
    expect(read('session=hat+red,a%2Bb,c%20d')).toEqual(['hat red', 'a+b', 'c d']);
  });

  test('typed by hand: a comma separates, %2C does not', () => {
    expect(read('session=a,b')).toEqual(['a', 'b']);
    expect(read('session=a%2Cb')).toEqual(['a,b']);
    expect(read('session=a%2cb,c%2C%2Cd')).toEqual(['a,b', 'c,,d']);
    expect(read('session=c,,d')).toEqual(['c', '', 'd']);
  });

  test('in several parameters, each of which may hold several', () => {
    expect(read('session=add&x=1&session=view,remove&s%65ssion=add')).toEqual([
      'add',
      'view',
      'remove',
      'add',
    ]);
  });
});

test.each([
  'session=100%',
  'session=a,%zz,b',
  'session=%2',
  'session=%C0%AF',
  'session=%ED%A0%80',
  'session=gr%F6%DFe',
  'session=a&session=%ff',
])('%s is no UTF-8 in percent-encoding: refused, never guessed', (query) => {
  expect(() => read(query)).toThrow(ParameterError);
  expect(() => read(query)).toThrow('%25 for a percent sign');
});

test('what cannot be decoded in other parameters does not matter', () => {
  expect(read('%zz=%ff&session=add&session2=%')).toEqual(['add']);
});

test('names of Object.prototype are names like any other', () => {
  expect(read('__proto__=a&constructor=b&session=add')).toEqual(['add']);
  expect(readText('__proto__=a', '__proto__')).toBe('a');
});

test('a query longer than 131,072 characters is refused before it is read', () => {
  expect(() => read(`session=${'a'.repeat(131_072)}`)).toThrow(QueryTooLongError);
});

test('a parameter that may be given once is refused twice', () => {
  expect(readText('limit=5', 'limit')).toBe('5');
  expect(readText('x=5', 'limit')).toBeUndefined();
  expect(() => readText('limit=5&limit=6', 'limit')).toThrow('given once');
  expect(() => readText('limit=%ff', 'limit')).toThrow(ParameterError);
});
