import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EmptySessionError, TooManyEventsError } from '../../../src/errors.ts';
import { parseRecSession } from '../../../src/models/rec/parse.ts';
import { readVocabulary } from '@lf/contract';
import { vocabularyBytes } from '@lf/test-doubles';

/** SKUs that are parts of each other, with and without commas and blanks. */
const SKUS = ['a', 'b', 'a,b', 'c,,d', ' a', 'hat, red', ' ', 'x'.repeat(64)];
const vocabulary = readVocabulary(vocabularyBytes(SKUS));
const parse = (written: readonly string[], maxEvents = 100) =>
  parseRecSession(written, vocabulary, { example: '?session=a', maxEvents });

test('any session of known SKUs becomes their items, oldest first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(SKUS.length - 1), { minLength: 1, maxLength: 40 }), (items) => {
      const written = items.map((item) => SKUS[item] ?? '');
      expect(parse(written)).toEqual({ items, unknown: [], events: items.length });
    }),
  );
});

test('blanks around a SKU do not count, unless the vocabulary has them', () => {
  expect(parse(['b ', ' a', '  a']).items).toEqual([1, 4, 0]);
});

test('unknown SKUs are skipped and named, in their order', () => {
  expect(parse(['boot', 'a', 'A', 'hat'])).toEqual({
    items: [0],
    unknown: ['boot', 'A', 'hat'],
    events: 4,
  });
});

test('at most 20 unknown SKUs are named, each by at most 128 characters', () => {
  const { unknown, events } = parse(Array<string>(50).fill('y'.repeat(1000)));
  expect(unknown).toEqual(Array(20).fill('y'.repeat(128)));
  expect(events).toBe(50);
});

test('a single SKU with commas is a list if the vocabulary has its parts but not the whole', () => {
  expect(parse(['a,b'])).toEqual({ items: [2], unknown: [], events: 1 });
  expect(parse(['b,a,boot'])).toEqual({ items: [1, 0], unknown: ['boot'], events: 3 });
  expect(parse(['boot,hat'])).toEqual({ items: [], unknown: ['boot,hat'], events: 1 });
});

test('of several SKUs none is split', () => {
  expect(parse(['b,a', 'a'])).toEqual({ items: [0], unknown: ['b,a'], events: 2 });
});

test.each([[['']], [['', '  ']], [[',']], [[' , ,']]])('%j is an empty session', (written) => {
  const withoutBlank = readVocabulary(vocabularyBytes(['a', 'b']));
  const options = { example: '?session=a', maxEvents: 100 };
  expect(() => parseRecSession(written, withoutBlank, options)).toThrow(EmptySessionError);
});

test('the limit counts SKUs, not the commas within them', () => {
  expect(parse(['hat, red', 'hat, red'], 2).items).toEqual([5, 5]);
  expect(() => parse(['a', 'a', 'a'], 2)).toThrow(TooManyEventsError);
  expect(() => parse(['a,'.repeat(10_000)], 1000)).toThrow('at most 1000 events, got 10000');
});

test('however many commas a query and a vocabulary have, each SKU is looked up twice at most', () => {
  let lookUps = 0;
  class CountedMap extends Map<string, number> {
    override get(sku: string) {
      lookUps += 1;
      return super.get(sku);
    }
  }
  const manyCommas = Array.from({ length: 500 }, (_, part) => part).join(',');
  const counted = { skus: [manyCommas], itemOf: new CountedMap([[manyCommas, 0]]) };
  const options = { example: '?session=a', maxEvents: 10_000 };
  for (const parts of [500, 1000, 2000, 4000]) {
    lookUps = 0;
    parseRecSession(Array<string>(parts).fill('0'), counted, options);
    expect(lookUps).toBeLessThanOrEqual(2 * parts);
    lookUps = 0;
    parseRecSession([Array<string>(parts).fill('0').join(',')], counted, options);
    expect(lookUps).toBeLessThanOrEqual(2 * (parts + 1));
  }
});
