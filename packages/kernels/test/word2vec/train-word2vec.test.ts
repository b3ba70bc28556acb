import { describe, expect, it } from 'vitest';
import {
  KernelsError,
  trainWord2Vec,
  Word2VecInputError,
  type Word2VecProgress,
  type Word2VecSettings,
} from '../../src/index.ts';
import { randomSentences, twoHalves } from './random-sentences.ts';
import { referenceWord2Vec } from './reference-word2vec.ts';

const ITEMS = 40;
const small = randomSentences({ sentences: 60, itemCount: ITEMS, meanLength: 6, seed: 7 });

/** Largest difference as a share of the largest true value. */
function relativeError(values: Float32Array, truth: readonly (readonly number[])[]): number {
  const flat = truth.flat();
  expect(values).toHaveLength(flat.length);
  const largest = Math.max(...flat.map(Math.abs));
  return Math.max(...flat.map((value, i) => Math.abs(values[i]! - value))) / largest;
}

describe('against the definition in float64, both matrices agree to 1e-5 after three epochs', () => {
  const cases: (Word2VecSettings & { what: string })[] = [
    { what: 'CBOW, the whole gradient to each word' },
    { what: 'CBOW, the gradient divided', cbowGradient: 'divided' },
    { what: 'skip-gram', architecture: 'skip-gram' },
    { what: 'a table of sigmoids', sigmoid: 'table', alpha: 0.05 },
    { what: 'skip-gram of a table', sigmoid: 'table', architecture: 'skip-gram' },
    { what: 'one negative', negative: 1 },
    { what: 'negatives that fill a group', negative: 11 },
    { what: 'negatives that begin a third group', negative: 12, architecture: 'skip-gram' },
    { what: 'vectors of one float', size: 1 },
    { what: 'vectors of two cache lines', size: 21 },
    { what: 'windows past every sentence', window: 1000 },
    { what: 'windows of one', window: 1 },
    { what: 'frequent items dropped', sample: 0.02 },
    { what: 'rare items drawn more often', nsExponent: -0.5 },
    { what: 'rare items left out', minCount: 5 },
    { what: 'a large learning rate', alpha: 0.3, minAlpha: 0.1 },
  ];
  it.each(cases)('$what', async ({ what: _, ...settings }) => {
    const options = {
      sentences: small,
      itemCount: ITEMS,
      ...{ size: 16, minCount: 1, epochs: 3, alpha: 0.1, seed: 5, threads: 1 },
      ...settings,
    };
    const truth = referenceWord2Vec(options);
    const { inputs, outputs } = await trainWord2Vec(options);
    expect(relativeError(inputs, truth.inputs)).toBeLessThan(1e-5);
    expect(relativeError(outputs, truth.outputs)).toBeLessThan(1e-5);
  });
});

describe('training', () => {
  const large = randomSentences({ sentences: 6000, itemCount: 500, meanLength: 8, seed: 2 });
  const options = { sentences: large, itemCount: 500, size: 24, epochs: 2 };

  it('gives the same bytes again on one thread, others by another seed', async () => {
    const first = await trainWord2Vec({ ...options, threads: 1 });
    expect(await trainWord2Vec({ ...options, threads: 1 })).toEqual(first);
    const other = await trainWord2Vec({ ...options, threads: 1, seed: 2 });
    expect(other.inputs).not.toEqual(first.inputs);
  });

  it('keeps the same words whatever the threads', async () => {
    const alone = await trainWord2Vec({ ...options, threads: 1 });
    const together = await trainWord2Vec({ ...options, threads: 4 });
    expect(together.trainedWords).toBe(alone.trainedWords);
    expect(alone.trainedWords).toBeGreaterThan(0);
  });

  it.each(['cbow', 'skip-gram'] as const)(
    'brings items of the same sentences together, on several threads (%s)',
    async (architecture) => {
      const { items, inputs, size } = await trainWord2Vec({
        ...{ sentences: twoHalves(20, 8000, 6), itemCount: 40, size: 12, sample: 0, epochs: 5 },
        ...{ architecture, threads: 3 },
      });
      const vectorOf = (item: number) => {
        const row = items.indexOf(item);
        return inputs.subarray(row * size, (row + 1) * size);
      };
      const cosine = (a: Float32Array, b: Float32Array) => {
        const product = (x: Float32Array, y: Float32Array) =>
          x.reduce((sum, value, i) => sum + value * y[i]!, 0);
        return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
      };
      for (let item = 0; item < 40; item++) {
        const scores = Array.from({ length: 40 }, (_, other) => ({
          other,
          cosine: cosine(vectorOf(item), vectorOf(other)),
        })).sort((a, b) => b.cosine - a.cosine);
        const near = scores.slice(0, 20).map(({ other }) => Math.floor(other / 20));
        expect(new Set(near)).toEqual(new Set([Math.floor(item / 20)]));
      }
    },
  );

  it('orders rows by count, ties by item, and leaves out what is rarer than minCount', async () => {
    const sentences = {
      offsets: Uint32Array.of(0, 5, 5, 10),
      items: Uint32Array.of(3, 1, 1, 0, 2, 4, 4, 3, 1, 5),
    };
    const { items, counts } = await trainWord2Vec({ sentences, itemCount: 9, minCount: 2 });
    expect([...items]).toEqual([1, 3, 4]);
    expect([...counts]).toEqual([3, 2, 2]);
  });

  it('drops left-out items before it looks for neighbours', async () => {
    const settings = { minCount: 2, alpha: 0.05, minAlpha: 0.05, size: 8, threads: 1, window: 1 };
    const without = {
      offsets: Uint32Array.of(0, 4, 8),
      items: Uint32Array.of(0, 1, 0, 1, 1, 0, 1, 0),
    };
    const between = {
      offsets: Uint32Array.of(0, 6, 11),
      items: Uint32Array.of(0, 2, 1, 3, 0, 1, 1, 4, 0, 1, 0),
    };
    const expected = await trainWord2Vec({ sentences: without, itemCount: 5, ...settings });
    expect(await trainWord2Vec({ sentences: between, itemCount: 5, ...settings })).toEqual(
      expected,
    );
  });

  it('reports words, epochs, the falling rate and a loss that ends below its start', async () => {
    const reports: Word2VecProgress[] = [];
    await trainWord2Vec({
      ...{ sentences: twoHalves(20, 8000, 6), itemCount: 40, size: 12, epochs: 8, sample: 0 },
      ...{ threads: 1, progressMs: 5, onProgress: (progress) => reports.push(progress) },
    });
    const last = reports.at(-1);
    expect(last).toMatchObject({ epoch: 8, epochs: 8, words: 384_000, totalWords: 384_000 });
    expect(last.alpha).toBeCloseTo(1e-4, 8);
    expect(last.wordsPerSecond).toBeGreaterThan(0);
    const losses = reports.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
    expect(losses[0]).toBeLessThan(4.3); // (1 + negative) ln 2 = 4.16 before the first update
    expect(losses.at(-1)).toBeLessThan(4.1);
    for (let i = 1; i < reports.length; i++) {
      expect(reports[i]!.words).toBeGreaterThanOrEqual(reports[i - 1]!.words);
    }
  });

  it('ends when its signal says so, with the reason', async () => {
    const controller = new AbortController();
    const training = trainWord2Vec({
      ...{ ...options, epochs: 5000, threads: 2, progressMs: 1, signal: controller.signal },
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(training).rejects.toThrow('enough');
  });
});

describe('what it cannot take', () => {
  const sentences = { offsets: Uint32Array.of(0, 3), items: Uint32Array.of(0, 1, 0) };
  const cases = [
    ['size', { size: 0 }],
    ['window', { window: 1.5 }],
    ['negative', { negative: 0 }],
    ['minAlpha', { minAlpha: 1 }],
    ['sample', { sample: Number.NaN }],
    ['threads', { threads: 0 }],
    ['items[1]', { itemCount: 1 }],
    ['sentences', { minCount: 3 }],
    ['sentences.offsets', { sentences: { offsets: Uint32Array.of(0, 4), items: sentences.items } }],
    [
      'sentences.offsets[2]',
      { sentences: { offsets: Uint32Array.of(0, 3, 2, 3), items: sentences.items } },
    ],
    ['its sizes', { size: 65_536, itemCount: 20_000, minCount: 0 }],
  ] as const;
  it.each(cases)('names %s', async (argument, settings) => {
    const error: unknown = await trainWord2Vec({
      ...{ sentences, itemCount: 2, minCount: 1, ...settings },
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Word2VecInputError);
    expect(error).toBeInstanceOf(KernelsError);
    expect(error).toMatchObject({ code: 'word2vec_input', argument });
  });
});
