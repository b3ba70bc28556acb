import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countItems,
  filterSessions,
  nextItemCases,
  renumberItems,
  sessionCount,
  sessionItems,
  toItemSequences,
  trainingVocabulary,
  UNKNOWN_ITEM,
} from '../../src/index.ts';

const lists = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 7 }), {
  maxLength: 12,
});

function toLists(sessions: Parameters<typeof sessionItems>[0]) {
  return Array.from({ length: sessionCount(sessions) }, (_, session) => [
    ...sessionItems(sessions, session),
  ]);
}

describe('nextItemCases', () => {
  const sessions = toItemSequences([[4, 5, 4], [1], [], [2, 9]]);

  it('asks at every position but the first, in the incremental protocol', () => {
    const cases = nextItemCases(sessions, { protocol: 'incremental', itemCount: 9 });
    expect(toLists(cases.sessions)).toEqual([[4], [4, 5], [2]]);
    expect([...cases.targets]).toEqual([5, 4, -1]);
    expect([...(cases.groups ?? [])]).toEqual([0, 0, 3]);
  });

  it('asks for the last item alone, in the last protocol', () => {
    const cases = nextItemCases(sessions, { protocol: 'last', itemCount: 10 });
    expect(toLists(cases.sessions)).toEqual([[4, 5], [2]]);
    expect([...cases.targets]).toEqual([4, 9]);
  });

  it('gives, for any sessions, each prefix with the event that follows it', () => {
    fc.assert(
      fc.property(lists, (rows) => {
        const cases = nextItemCases(toItemSequences(rows), {
          protocol: 'incremental',
          itemCount: 10,
        });
        const expected = rows.flatMap((row) =>
          row.slice(1).map((target, position) => [...row.slice(0, position + 1), target]),
        );
        const got = toLists(cases.sessions).map((prefix, index) => [
          ...prefix,
          cases.targets[index],
        ]);
        expect(got).toEqual(expected);
      }),
    );
  });
});

describe('filterSessions', () => {
  it('keeps the order and the items of what it keeps', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 7 }), (rows, most) => {
        const kept = filterSessions(toItemSequences(rows), (length) => length <= most);
        expect(toLists(kept)).toEqual(rows.filter((row) => row.length <= most));
      }),
    );
  });
});

describe('countItems', () => {
  it('counts events and leaves unknown items out', () => {
    expect([
      ...countItems(
        toItemSequences([
          [1, 1, -1],
          [2, 7],
        ]),
        4,
      ),
    ]).toEqual([0, 2, 1, 0]);
  });
});

describe('trainingVocabulary', () => {
  const train = toItemSequences([
    [3, 1, 3],
    [2, 1],
  ]);
  const vocabulary = trainingVocabulary(train, ['never', 'b', 'c', 'a']);

  it('numbers the items by training events, ties by SKU', () => {
    expect(vocabulary.skus).toEqual(['a', 'b', 'c']);
    expect(toLists(renumberItems(train, vocabulary))).toEqual([
      [0, 1, 0],
      [2, 1],
    ]);
  });

  it('makes an item that the training lacks unknown', () => {
    expect(toLists(renumberItems(toItemSequences([[0, 3]]), vocabulary))).toEqual([
      [UNKNOWN_ITEM, 0],
    ]);
  });
});
