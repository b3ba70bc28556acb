import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  blazingTextHyperparameters,
  blazingTextLines,
  evaluateRecommender,
  eventCases,
  countItems,
  parseRecConfig,
  readWordVectors,
  toItemSequences,
  trainRecommender,
  UNKNOWN_ITEM,
  type LearnVectors,
} from '../../src/index.ts';
import { checkerboard, CHECKERBOARD_ITEMS } from '../checkerboard.ts';

/** A file by the documented format: header, then a line a word, the end of a sentence among them. */
const FIXTURE = ['4 2', '</s> 0.1 0.2', '3 0 2', '0 -3 4 ', '1 1e-1 0'];
const OF = { itemCount: 5, size: 2 };

describe('the training channel', () => {
  it('has a session a line, items by number, and nothing of unknown ones', () => {
    const sessions = toItemSequences([[3, 0, 0], [UNKNOWN_ITEM], [1, UNKNOWN_ITEM, 2]]);
    expect([...blazingTextLines(sessions, 4)].join('')).toBe('3 0 0\n1 2\n');
  });

  it('comes in pieces of whole lines', () => {
    const sessions = toItemSequences(Array.from({ length: 30_000 }, (_, at) => [at, at + 1]));
    const pieces = [...blazingTextLines(sessions, 100_000)];
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
    expect(pieces.join('').split('\n')).toHaveLength(30_001);
  });
});

describe('hyperparameters', () => {
  const config = { SG: 1, SIZE: 96, WINDOW: 3, ITERATIONS: 40, MIN_C: 1, ALPHA: 0.05 };
  const of = (changes: object, instances = 1) =>
    blazingTextHyperparameters(parseRecConfig('KNN', { ...config, ...changes }), { instances });

  it('are skipgram or cbow on one instance, batch_skipgram on several', () => {
    expect(of({})).toEqual({
      ...{ mode: 'skipgram', vector_dim: '96', window_size: '3', epochs: '40', min_count: '1' },
      ...{ negative_samples: '5', sampling_threshold: '0.001', learning_rate: '0.05' },
      ...{ subwords: 'False', evaluation: 'False' },
    });
    expect(of({ SG: 0 })).toMatchObject({ mode: 'cbow' });
    expect(of({}, 4)).toMatchObject({ mode: 'batch_skipgram', batch_size: '10' });
    expect(of({ WINDOW: 30 }, 4)).toMatchObject({ batch_size: '20' });
  });

  it('refuse in one message all that BlazingText cannot do', () => {
    const wrong = { CANDIDATES: 'output', NS_EXPONENT: 0.5, SAMPLE: 0, SG: 0 };
    expect(() => of(wrong, 2)).toThrow(
      /CANDIDATES.*gives no output vectors.*NS_EXPONENT.*0\.75.*SAMPLE.*SG.*2 instances/s,
    );
  });
});

describe('vectors.txt', () => {
  it('gives each item a vector of length 1, in the order of items', async () => {
    const { items, vectors } = await readWordVectors(FIXTURE, OF);
    expect([...items]).toEqual([0, 1, 3]);
    expect([...vectors].map((value) => Math.fround(value))).toEqual(
      [-0.6, 0.8, 1, 0, 0, 1].map(Math.fround),
    );
  });

  it('may have more words than memory was taken for at first', async () => {
    const lines = ['3000 1', ...Array.from({ length: 3000 }, (_, at) => `${2999 - at} ${at + 1}`)];
    const { items, vectors } = await readWordVectors(lines, { itemCount: 3000, size: 1 });
    expect(items).toEqual(Uint32Array.from({ length: 3000 }, (_, at) => at));
    expect(vectors.every((value) => value === 1)).toBe(true);
  });

  it.each([
    [[], 0, /got an empty file/],
    [['vectors'], 1, /the number of words and of their values, got "vectors" in line 1/],
    [['4 3', ...FIXTURE.slice(1)], 1, /2 values a word, as SIZE says, got 3/],
    [FIXTURE.slice(0, 3), 3, /4 words, as the first line says, got 2/],
    [['1 2', '</s> 1 1'], 2, /a vector of an item, got none/],
    [['1 2', '7 1 1'], 2, /the number of an item below 5, got "7"/],
    [['1 2', 'shoe 1 1'], 2, /the number of an item below 5, got "shoe"/],
    [['2 2', '1 1 1', '1 1 2'], 3, /each item once, got item 1 again/],
    [['1 2', '1 1'], 2, /a word and 2 values, got 1 values/],
    [['1 2', '1 1 nan'], 2, /finite numbers for item 1, got "nan" in line 2/],
    [['1 2', '1 1 1e300'], 2, /finite numbers/],
  ])('that is not so is refused: %j', async (lines, line, says) => {
    await expect(readWordVectors(lines, OF)).rejects.toMatchObject({
      ...{ code: 'word_vectors_invalid', line },
      message: expect.stringMatching(says) as unknown,
    });
  });
});

describe('KNN of vectors that were learnt elsewhere', () => {
  const train = checkerboard();
  const config = parseRecConfig('KNN', { MIN_C: 1, SIZE: 2 });
  /** The vectors that the colours have by construction. */
  const learnVectors: LearnVectors = async ({ sentences, itemCount }) => {
    expect(sentences).toEqual(train);
    const lines = Array.from({ length: itemCount }, (_, item) => `${item} ${item % 2} 1`);
    return readWordVectors([`${itemCount} 2`, ...lines], { itemCount, size: 2 });
  };

  it('is judged as any other', async () => {
    const itemCount = CHECKERBOARD_ITEMS;
    const recommender = await trainRecommender({
      ...{ choice: 'KNN', train, itemCount, config, learnVectors },
    });
    const { cutoffs } = evaluateRecommender({
      recommender,
      cases: eventCases(train, itemCount),
      itemCounts: countItems(train, itemCount),
      cutoffs: [10],
    });
    recommender.dispose();
    // Ten items of its colour come before the others
    expect(cutoffs[0]).toMatchObject({ k: 10, hr: { value: 1 } });
  });

  it('has no output vectors', async () => {
    await expect(
      trainRecommender({
        choice: 'KNN',
        train,
        itemCount: CHECKERBOARD_ITEMS,
        config: parseRecConfig('KNN', { MIN_C: 1, SIZE: 2, CANDIDATES: 'output' }),
        learnVectors,
      }),
    ).rejects.toMatchObject({ code: 'rec_config_invalid' });
  });
});

it('the shipped config is one that BlazingText can take', async () => {
  const file = new URL('../../../../configs/rec/KNN-blazingtext.json', import.meta.url);
  const config = parseRecConfig('KNN', JSON.parse(await readFile(file, 'utf8')));
  expect(blazingTextHyperparameters(config, { instances: 8 })).toMatchObject({
    mode: 'batch_skipgram',
    batch_size: '11',
  });
});
