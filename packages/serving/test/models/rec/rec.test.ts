import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeenItems } from '../../../src/models/rec/choices.ts';
import { createRec, type RecOptions } from '../../../src/models/rec/rec.ts';
import { readVocabulary } from '@lf/contract';
import { SKUS, vocabularyBytes } from '@lf/test-doubles';
import { readSession } from '../../../src/parameters.ts';

const vocabulary = readVocabulary(vocabularyBytes());
const OPTIONS: RecOptions = { seenItems: 'include', maxEvents: 50 };

/** What the model says of a session when the endpoint answers with these token ids, scores falling from 1. */
function recommend(
  session: readonly string[],
  ids: readonly number[],
  seenItems: SeenItems = 'include',
) {
  const rec = createRec(vocabulary, { seenItems, maxEvents: 50 });
  const prepared = rec.prepare(session, 1000);
  if (!('codes' in prepared)) throw new Error('it did not ask');
  const scores = ids.map((_, place) => 1 / (place + 1));
  return {
    asked: rec.instanceOf(prepared.codes),
    answer: prepared.readPrediction({ predictions: [{ items: ids, scores }] }),
  };
}

const allIds = SKUS.map((_, item) => item + 2);

test('the model is asked with token ids and its ten best are answered as SKUs', () => {
  expect(recommend(['lace', 'shoe'], allIds.toReversed())).toEqual({
    asked: [4, 2],
    answer: {
      prediction: SKUS.toReversed().slice(0, 10),
      scores: [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6, 1 / 7, 1 / 8, 1 / 9, 1 / 10],
      fallback: false,
    },
  });
});

test('unknown SKUs are skipped and named', () => {
  const { asked, answer } = recommend(['boot', 'shoe'], allIds);
  expect(asked).toEqual([2]);
  expect(answer).toMatchObject({ fallback: false, unknown: ['boot'] });
});

test('with no known SKU nothing is asked: the ten most popular are answered, and it says so', () => {
  const prepared = createRec(vocabulary, OPTIONS).prepare(['boot', ' cap'], 1000);
  const prediction = {
    prediction: SKUS.slice(0, 10),
    scores: [],
    fallback: true,
    unknown: ['boot', 'cap'],
  };
  expect(prepared).toMatchObject({ events: 2, prediction });
  expect(prepared.logged(prediction)).toEqual({
    session: [],
    top: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    unknown: 2,
  });
});

test('special tokens and ids past the vocabulary are never recommended', () => {
  const { answer } = recommend(['shoe'], [0, 1, 7, SKUS.length + 2, -1, 3]);
  expect(answer).toMatchObject({ prediction: [SKUS[5], SKUS[1]], scores: [1 / 3, 1 / 6] });
});

test('seen products are left out if the setting says so', () => {
  const { answer } = recommend(['shoe', 'sock', 'boot'], allIds, 'exclude');
  expect(answer).toMatchObject({ prediction: SKUS.slice(2, 12) });
});

test('the model is asked with as many of the latest products as it reads, and none of all that were seen comes back', () => {
  const session = ['lace', ...Array<string>(60).fill('shoe')];
  const { asked, answer } = recommend(session, allIds, 'exclude');
  expect(asked).toEqual(Array(50).fill(2));
  expect(answer).toMatchObject({ prediction: [SKUS[1], ...SKUS.slice(3, 12)] });
});

test('the example works', () => {
  const { example } = createRec(vocabulary, OPTIONS);
  expect(recommend(readSession(example.slice(1), ''), allIds).asked).toEqual([2, 3]);
});

test('an answer that is no ranking is no prediction', () => {
  const prepared = createRec(vocabulary, OPTIONS).prepare(['shoe'], 1000);
  if (!('codes' in prepared)) throw new Error('it did not ask');
  const noRanking = fc.oneof(
    fc.jsonValue(),
    fc.record({ predictions: fc.jsonValue() }),
    fc.constantFrom(
      { predictions: [{ items: [2, 3], scores: [1] }] },
      { predictions: [{ items: [2.5], scores: [1] }] },
      { predictions: [{ items: [2], scores: [null] }] },
      { predictions: [[0.5]] },
    ),
  );
  fc.assert(
    fc.property(noRanking, (answer) => {
      expect(prepared.readPrediction(answer)).toBeUndefined();
    }),
  );
});
