import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EmptySessionError, TooManyEventsError } from '../../../src/errors.ts';
import { parseRecSession } from '../../../src/models/rec/parse.ts';
import { readVocabulary } from '../../../src/models/rec/vocabulary.ts';
import { SKUS, vocabularyBytes } from '../../rec-bundle.ts';

const vocabulary = readVocabulary(vocabularyBytes());
const parse = (session: string, maxEvents = 100) =>
  parseRecSession(session, vocabulary, { example: '?session=shoe', maxEvents });

test('known SKUs become items, oldest first; blanks around a comma do not count', () => {
  expect(parse('lace, shoe ,sock')).toEqual({ items: [2, 0, 1], unknown: [], events: 3 });
});

test('a SKU may hold commas and blanks of its own', () => {
  expect(parse('shoe,hat, red,sock, blank').items).toEqual([0, 3, 1, 6]);
});

test('any session of known SKUs is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(SKUS.length - 1), { minLength: 1, maxLength: 40 }), (items) => {
      const session = items.map((item) => SKUS[item]).join(',');
      expect(parse(session)).toEqual({ items, unknown: [], events: items.length });
    }),
  );
});

test('unknown SKUs are skipped and named, in their order', () => {
  expect(parse('boot,shoe,SHOE,hat')).toEqual({
    items: [0],
    unknown: ['boot', 'SHOE', 'hat'],
    events: 4,
  });
});

test('at most 20 unknown SKUs are named, each by at most 128 characters', () => {
  const { unknown, events } = parse(Array(50).fill('x'.repeat(1000)).join(','));
  expect(unknown).toEqual(Array(20).fill('x'.repeat(128)));
  expect(events).toBe(50);
});

test.each(['', ' ', ',', ' , ,'])('%j is an empty session', (session) => {
  expect(() => parse(session)).toThrow(EmptySessionError);
});

test('the limit counts SKUs, not commas', () => {
  expect(parse('hat, red,hat, red', 2).items).toEqual([3, 3]);
  expect(() => parse('shoe,shoe,shoe', 2)).toThrow(TooManyEventsError);
  expect(() => parse('shoe,'.repeat(10_000), 1000)).toThrow('at most 1000 events, got 10000');
});
