import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MODEL_CHOICES,
  parseRecConfig,
  RecommenderError,
  RecommenderFormatError,
  restoreRecommender,
  toItemSequences,
  trainRecommender,
  type ModelChoice,
} from '../../src/index.ts';

const ITEMS = 12;
const HEADER = 'recommender.json';
const SESSIONS = Array.from({ length: 40 }, (_, session) =>
  Array.from({ length: 4 }, (__, event) => (session * 5 + event * 3) % ITEMS),
);

async function filesOf(choice: ModelChoice, config = {}): Promise<Map<string, Uint8Array>> {
  const small = { KNN: { SIZE: 8 }, PRODB: { EMBED_DIM: 8, FF_DIM: 8, NUM_HEAD: 2, EPOCHS: 1 } };
  const recommender = await trainRecommender({
    choice,
    train: toItemSequences(SESSIONS),
    itemCount: ITEMS,
    config: parseRecConfig(choice, choice === 'KNN' || choice === 'PRODB' ? small[choice] : config),
  });
  const files = new Map(recommender.serialize());
  recommender.dispose();
  return files;
}

const header = (files: ReadonlyMap<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files.get(HEADER))) as {
    itemCount: number;
    columns: Record<string, { length: number }>;
  };

/** The files with one column of other numbers, whose length the header tells. */
function withColumn(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  values: Uint32Array | Float32Array | Float64Array,
): Map<string, Uint8Array> {
  const told = header(files);
  told.columns[name]!.length = values.length;
  return new Map(files)
    .set(`${name}.bin`, new Uint8Array(values.buffer))
    .set(HEADER, new TextEncoder().encode(JSON.stringify(told)));
}

function withItemCount(files: ReadonlyMap<string, Uint8Array>, itemCount: number) {
  const told = { ...header(files), itemCount };
  return new Map(files).set(HEADER, new TextEncoder().encode(JSON.stringify(told)));
}

const refuses = async (files: ReadonlyMap<string, Uint8Array>, message: RegExp) => {
  const restored = restoreRecommender(files);
  await expect(restored).rejects.toThrow(RecommenderFormatError);
  await expect(restored).rejects.toThrow(message);
};

describe.each(['SKNN', 'VSKNN', 'STAN', 'VSTAN', 'BLEND'] as const)('%s', (choice) => {
  it('refuses offsets that fall, do not start at 0, or do not end at the number of events', async () => {
    const files = await filesOf(choice);
    const offsets = Uint32Array.from({ length: SESSIONS.length + 1 }, (_, place) => 4 * place);
    await refuses(withColumn(files, 'offsets', offsets.slice().reverse()), /rise from 0: 160 at 0/);
    await refuses(withColumn(files, 'offsets', offsets.with(3, 0xffff_ffff)), /12 at|16 at 4 follows/);
    await refuses(withColumn(files, 'offsets', offsets.with(0, 4)), /4 at 0/);
    await refuses(
      withColumn(files, 'offsets', offsets.subarray(0, 5).slice()),
      /end at 16 instead of 160/,
    );
    await refuses(withColumn(files, 'offsets', new Uint32Array(0)), /an empty column offsets/);
  });

  it('refuses items that are none', async () => {
    const files = await filesOf(choice);
    const items = Uint32Array.from(SESSIONS.flat());
    await refuses(withColumn(files, 'items', items.with(7, ITEMS)), /item 12 at 7 of items/);
  });
});

describe('MARKOV, ITEM_KNN and LINEAR', () => {
  it.each(['MARKOV', 'ITEM_KNN', 'LINEAR'] as const)('%s: lists are of known items', async (choice) => {
    const files = await filesOf(choice);
    const { columns } = header(files);
    const entries = columns['items']!.length;
    await refuses(withColumn(files, 'items', new Uint32Array(entries).fill(ITEMS)), /item 12 at 0/);
    await refuses(
      withColumn(files, 'weights', new Float32Array(entries).fill(NaN)),
      /NaN at 0 of weights/,
    );
    await refuses(withColumn(files, 'weights', new Float32Array(1)), /1 numbers in weights/);
    await refuses(withColumn(files, 'offsets', Uint32Array.of(0, entries)), /2 numbers in offsets/);
  });
});

describe('BLEND', () => {
  it('checks the lists of its linear evidence', async () => {
    const files = await filesOf('BLEND', { LINEAR_SOURCES: 5 });
    const entries = header(files).columns['linearItems']!.length;
    const foreign = new Uint32Array(entries).fill(ITEMS);
    await refuses(withColumn(files, 'linearItems', foreign), /item 12 at 0 of linearItems/);
    const endless = new Float32Array(entries).fill(Infinity);
    await refuses(withColumn(files, 'linearWeights', endless), /Infinity at 0 of linearWeights/);
    const short = Uint32Array.of(0, entries);
    await refuses(withColumn(files, 'linearOffsets', short), /2 numbers in linearOffsets/);
  });
});

describe('KNN and PRODB', () => {
  it('refuse vectors of another size, and numbers that are none', async () => {
    const knn = await filesOf('KNN');
    const { length } = header(knn).columns['vectors']!;
    await refuses(withColumn(knn, 'vectors', new Float32Array(length).fill(Infinity)), /Infinity at 0/);
    await refuses(withColumn(knn, 'vectors', new Float32Array(length + 8)), /numbers in vectors/);
    await refuses(withColumn(knn, 'items', new Uint32Array(length / 8)), /two vectors/);
    const prodb = await filesOf('PRODB');
    await refuses(withColumn(prodb, 'embedding', new Float32Array(8)), /8 numbers in embedding/);
  });
});

describe('finite weights so large that scores overflow', () => {
  const huge = (length: number) => new Float32Array(length).fill(3e38);

  it.each([
    ['PRODB', 'embedding'],
    ['KNN', 'vectors'],
  ] as const)('%s: %s make an error, never a ranking by NaN', async (choice, name) => {
    const whole = await filesOf(choice);
    const files = withColumn(whole, name, huge(header(whole).columns[name]!.length));
    const recommender = await restoreRecommender(files);
    expect(() => recommender.recommend(toItemSequences([[0, 1, 2]]), { k: 3 })).toThrow(
      expect.objectContaining({ code: 'recommender_output_invalid' }),
    );
    recommender.dispose();
  });
});

describe.each(MODEL_CHOICES)('%s', (choice) => {
  it.each([1e9, 1e12, -1, 0.5, 2 ** 26])(
    'refuses %d items before it takes memory',
    async (count) => {
      const files = withItemCount(await filesOf(choice), count);
      await expect(restoreRecommender(files)).rejects.toThrow(RecommenderFormatError);
    },
  );

  it('refuses other items than the caller knows of', async () => {
    const files = await filesOf(choice);
    await expect(restoreRecommender(files, { itemCount: ITEMS + 1 })).rejects.toThrow(
      /12 items instead of 13/,
    );
    (await restoreRecommender(files, { itemCount: ITEMS })).dispose();
  });
});

/** CI sets it higher. */
const RUNS = Number(process.env['LF_FUZZ_RUNS'] ?? 40);

const NUMBERS = [0, -1, 1, 3, 13, 0.5, 1e9, 1e12, 2 ** 31, 2 ** 32, 2 ** 53, -0.0001, 1e308];

/** One number of the header's text in place of another. */
const headerEdit = fc.record({ at: fc.nat(), set: fc.constantFrom(...NUMBERS) });
const byteEdit = fc.record({ file: fc.nat(), at: fc.nat(), set: fc.nat(255) });

describe('the law of mutated recommenders', () => {
  it.each(MODEL_CHOICES)(
    `%s ranks known items by numbers, or says what is wrong (${RUNS} mutations)`,
    async (choice) => {
      const whole = await filesOf(choice);
      const names = [...whole.keys()].filter((name) => name !== HEADER);
      const outcomes = { ranked: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(
          fc.array(byteEdit, { maxLength: 4 }),
          fc.array(headerEdit, { maxLength: 2 }),
          async (bytes, numbers) => {
            const files = new Map(whole);
            for (const { file, at, set } of bytes) {
              const name = names[file % Math.max(1, names.length)];
              if (name === undefined) continue;
              const content = files.get(name)?.slice() ?? new Uint8Array(0);
              if (content.length > 0) content[at % content.length] = set;
              files.set(name, content);
            }
            let text = new TextDecoder().decode(files.get(HEADER));
            for (const { at, set } of numbers) {
              const found = [...text.matchAll(/(?<=[:\s])\d+(?:\.\d+)?(?=[,\n}])/g)];
              const match = found[at % Math.max(1, found.length)];
              if (match === undefined) continue;
              text =
                text.slice(0, match.index) +
                String(set) +
                text.slice(match.index + match[0].length);
            }
            files.set(HEADER, new TextEncoder().encode(text));
            outcomes[await restoreAndRank(files)] += 1;
          },
        ),
        { numRuns: RUNS },
      );
      expect(outcomes.ranked + outcomes.refused).toBe(RUNS);
      expect(outcomes.refused).toBeGreaterThan(0);
    },
  );
});

async function restoreAndRank(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<'ranked' | 'refused'> {
  try {
    const recommender = await restoreRecommender(files);
    const k = Math.min(5, recommender.itemCount);
    const { items, scores } = recommender.recommend(toItemSequences([[0, 1, 2], []]), { k });
    expect(items.every((item) => item >= -1 && item < recommender.itemCount)).toBe(true);
    expect(scores.every((score) => !Number.isNaN(score))).toBe(true);
    recommender.dispose();
    return 'ranked';
  } catch (error) {
    if (error instanceof RecommenderError) return 'refused';
    throw error;
  }
}
