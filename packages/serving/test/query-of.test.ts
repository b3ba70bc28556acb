import { expect, test } from 'vitest';
import { queryOf } from '../src/query-of.ts';

test('payload 2.0 holds the query as it came, which counts more than what is decoded of it', () => {
  const queryStringParameters = { session: 'a,b,c' };
  expect(queryOf({ rawQueryString: 'session=a%2Cb&session=c', queryStringParameters })).toBe(
    'session=a%2Cb&session=c',
  );
  expect(queryOf({ rawQueryString: '', queryStringParameters: null })).toBe('');
});

test('payload 1.0 holds every value, decoded: they are encoded again', () => {
  const event = {
    multiValueQueryStringParameters: { session: ['hat, red', 'a+b'], limit: ['5'] },
    queryStringParameters: { session: 'a+b', limit: '5' },
  };
  expect(queryOf(event)).toBe('session=hat%2C+red&session=a%2Bb&limit=5');
});

test('an event written by hand has what it has', () => {
  expect(queryOf({ queryStringParameters: { session: 'add,view', other: undefined } })).toBe(
    'session=add%2Cview',
  );
  expect(queryOf({})).toBe('');
  expect(queryOf({ multiValueQueryStringParameters: null, queryStringParameters: null })).toBe('');
});
