import { BUNDLE_PATHS } from '@lf/contract';
import { expect, test } from 'vitest';
import { pastSessions } from '../../src/showcase/past-sessions.ts';
import { showcaseOf } from '../../src/showcase/showcase-of.ts';
import { serializeShowcase, SHOWCASE_PATH } from '../../src/showcase/showcase.ts';

const SKUS = ['shoe', 'sock', 'lace', 'hat', 'rare'];
const SESSIONS = [
  [0, 1, 2],
  [0, 1, 2, 3],
  [2, 1, 0, 3],
  [0, 1, 3],
  [0, 4, 1],
  [0, 1],
];

async function filesOf(sessions: readonly (readonly number[])[]) {
  const { createRecommender, modelOf, toItemSequences } = await import('@lf/recommenders');
  const config = modelOf('VSKNN').parse({});
  const recommender = await createRecommender({
    choice: 'VSKNN',
    itemCount: SKUS.length,
    config,
    columns: { ...toItemSequences(sessions.map((items) => [...items])) },
  });
  return recommender.serialize();
}

test('a model of sessions gives some of them, the last product apart, none too short or with a rare product', async () => {
  const shown = pastSessions(await filesOf(SESSIONS), SKUS);
  expect(shown).toHaveLength(4);
  expect(shown).toEqual(
    expect.arrayContaining([
      { events: ['shoe', 'sock'], next: 'lace' },
      { events: ['shoe', 'sock', 'lace'], next: 'hat' },
      { events: ['lace', 'sock', 'shoe'], next: 'hat' },
      { events: ['shoe', 'sock'], next: 'hat' },
    ]),
  );
});

test('twelve of many are shown', async () => {
  const many = Array.from({ length: 500 }, () => [0, 1, 2]);
  expect(pastSessions(await filesOf(many), SKUS)).toHaveLength(12);
});

test.each(['{"choice": "MARKOV"}', '{"choice"', '[]', 'null'])(
  'another model, %s, gives none',
  async (header) => {
    const files = new Map(await filesOf(SESSIONS));
    files.set('recommender.json', new TextEncoder().encode(header));
    expect(pastSessions(files, SKUS)).toEqual([]);
  },
);

test('columns that are cut off or lie give none, and no error', async () => {
  const files = new Map(await filesOf(SESSIONS));
  files.set('items.bin', Uint8Array.of(1, 2, 3));
  expect(pastSessions(files, SKUS)).toEqual([]);
  files.set('offsets.bin', new Uint8Array(64).fill(255));
  expect(pastSessions(files, SKUS)).toEqual([]);
  files.delete('offsets.bin');
  expect(pastSessions(files, SKUS)).toEqual([]);
});

test('they are shown to who asks with the products of the bundle, and to nobody else', async () => {
  const folder = BUNDLE_PATHS.recommender;
  const files = new Map(
    [...(await filesOf(SESSIONS))].map(([path, bytes]) => [`${folder}${path}`, bytes] as const),
  );
  expect(showcaseOf({ files }, SKUS).sessions).toHaveLength(4);
  expect(showcaseOf({ files }).sessions).toEqual([]);
});

test('a bundle whose showcase has no sessions shows none, whatever its model keeps', async () => {
  const folder = BUNDLE_PATHS.recommender;
  const files = new Map<string, Uint8Array>(
    [...(await filesOf(SESSIONS))].map(([path, bytes]) => [`${folder}${path}`, bytes] as const),
  );
  files.set(SHOWCASE_PATH, serializeShowcase({ sessions: [], products: new Map() }));
  expect(showcaseOf({ files }, SKUS).sessions).toEqual([]);
});
