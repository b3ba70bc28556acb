import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  parseRecConfig,
  scoreNextItemCases,
  toItemSequences,
  trainingVocabulary,
  renumberItems,
  type ModelChoice,
} from '../src/index.ts';

/** Real sessions that may not be copied here: beside the repository, or nowhere. */
const FOLDER = new URL('../../../../shared/data/retailrocket-next-item/', import.meta.url);

function readLines(name: string): readonly string[] {
  const text = gunzipSync(readFileSync(new URL(name, FOLDER))).toString();
  return text.trimEnd().split('\n').slice(1);
}

function readRetailRocket() {
  const source = new Map<string, number>();
  const numberOf = (sku: string) => {
    const known = source.get(sku);
    if (known !== undefined) return known;
    source.set(sku, source.size);
    return source.size - 1;
  };
  const sessions = new Map<string, number[]>();
  for (const line of readLines('browsing_train.csv.gz')) {
    const [session = '', , , sku = ''] = line.split(',');
    const items = sessions.get(session) ?? [];
    items.push(numberOf(sku));
    sessions.set(session, items);
  }
  const raw = toItemSequences([...sessions.values()]);
  const vocabulary = trainingVocabulary(raw, [...source.keys()]);
  const rows = readLines('test_cases.csv.gz').map((line) => line.split(','));
  const indexOf = (sku: string) => vocabulary.indexOf[source.get(sku) ?? -1] ?? -1;
  return {
    train: renumberItems(raw, vocabulary),
    itemCount: vocabulary.skus.length,
    cases: rows.map(([prefix = '', target = '']) => ({
      prefix: prefix.split(' ').map(indexOf),
      target: indexOf(target),
    })),
  };
}

describe.skipIf(!existsSync(FOLDER))('on retailrocket-next-item', () => {
  const data = existsSync(FOLDER) ? readRetailRocket() : undefined;

  /** @param every 1 for all cases, 3 for every third */
  async function scoresOf(choice: ModelChoice, config = {}, every = 1) {
    if (data === undefined) throw new Error('the data is not there');
    const asked = data.cases.filter((_, row) => row % every === 0);
    return scoreNextItemCases({
      ...data,
      choice,
      cases: {
        sessions: toItemSequences(asked.map(({ prefix }) => prefix)),
        targets: Int32Array.from(asked, ({ target }) => target),
      },
      config: parseRecConfig(choice, config),
    });
  }

  it.each([
    ['POPULARITY', 0.024, 0.005],
    ['SESSION_POPULARITY', 0.39, 0.263],
    ['MARKOV', 0.353, 0.179],
    ['ITEM_KNN', 0.284, 0.11],
    ['SKNN', 0.546, 0.267],
    ['VSKNN', 0.563, 0.275],
  ] as const)(
    '%s is where another implementation of it is',
    { timeout: 300_000 },
    async (choice, hr, mrr) => {
      const { cases, hr20, mrr20 } = await scoresOf(choice);
      expect(cases).toBe(15_132);
      expect(Math.abs((hr20 ?? 0) - hr)).toBeLessThan(0.005);
      expect(Math.abs((mrr20 ?? 0) - mrr)).toBeLessThan(0.005);
    },
  );

  it(
    'BLEND is above every published model, even with less to learn from',
    { timeout: 600_000 },
    async () => {
      const { hr20, mrr20 } = await scoresOf('BLEND', { MAX_CASES: 5_000 }, 3);
      expect(hr20).toBeGreaterThan(0.575);
      expect(mrr20).toBeGreaterThan(0.305);
    },
  );
});
