import { maskedLmShapes } from '@lf/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  exportRec,
  modelOf,
  restoreRecommender,
  toItemSequences,
  type ModelChoice,
  type TopItems,
} from '../../src/index.ts';
import type { Column } from '@lf/recommenders';
import { writeModelFiles } from '@lf/recommenders/training';
import { askOnnx } from './ask-onnx.ts';

const ITEMS = 150;
let state = 8;
/** Numerical Recipes' linear congruential generator, 0 to below 1: the same models in every run. */
const draw = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const values = (count: number, scale = 1) =>
  Float32Array.from({ length: count }, () => (draw() - 0.5) * scale);

/** A model of random weights: what is compared is the arithmetic. */
function filesOf(choice: ModelChoice, json: object, columns: Record<string, Column>) {
  const config = modelOf(choice).parse(json);
  return writeModelFiles({ choice, itemCount: ITEMS, config, columns });
}

/** Vectors for items 0 .. count - 1 but every tenth. */
function knn(config: object, count = ITEMS) {
  const items = Uint32Array.from(Array(count).keys()).filter((item) => item % 10 !== 9);
  const [vectors, candidates] = [unitRows(items.length), unitRows(items.length)];
  return filesOf('KNN', { SIZE: WIDTH, ...config }, { items, vectors, candidates });
}

const WIDTH = 12;

/** [row, WIDTH] of length 1. */
function unitRows(count: number): Float32Array {
  const rows = values(count * WIDTH);
  for (let start = 0; start < rows.length; start += WIDTH) {
    const row = rows.subarray(start, start + WIDTH);
    const length = Math.hypot(...row);
    row.forEach((value, column) => (row[column] = value / length));
  }
  return rows;
}

function prodb(config: { TIED_WEIGHTS?: boolean; COSINE_SCALE?: number; POSITIONS?: string }) {
  const sizes = { EMBED_DIM: 16, NUM_HEAD: 2, FF_DIM: 24, NUM_LAYERS: 2, MAX_LEN: 6 };
  const shapes = maskedLmShapes({
    dimensions: 16,
    heads: 2,
    feedForward: 24,
    layers: 2,
    positions: 6,
    items: ITEMS,
    isTied: config.TIED_WEIGHTS ?? true,
  });
  const columns = [...shapes].map(([name, shape]): [string, Float32Array] => [
    name,
    values(
      shape.reduce((all, axis) => all * axis, 1),
      2,
    ),
  ]);
  return filesOf('PRODB', { ...sizes, ...config }, Object.fromEntries(columns));
}

/** Longer than what models read, which is 100 items of the vocabulary. */
const LONG = [99, 100, 101, 130, 300, 1_000];

/** Sessions of items, with unknown ones among them, from one event that is known to many. */
const SESSIONS = [...Array.from({ length: 60 }, (_, session) => session % 13), ...LONG].map(
  (others, session) => [
    10 * (session % 4),
    ...Array.from({ length: others }, () => Math.floor(draw() * (ITEMS + 20))),
  ],
);

/** Ids as callers may send them: padding and what is no item's id may stand anywhere. */
const idsOf = (session: readonly number[], place: number) => {
  const ids = session.map((item) => (item < ITEMS ? item + 2 : item % 2));
  return place % 3 === 0 ? [0, ...ids, 1, 0, -7, ITEMS + 2, 2_000_000_000] : ids;
};

/** Scores to 1e-4, and the same items but for neighbours whose scores are as near. */
function expectSame(found: TopItems, own: TopItems): void {
  const isNear = (a: number | undefined, b: number | undefined) =>
    a === b || Math.abs((a ?? NaN) - (b ?? NaN)) < 1e-4;
  SESSIONS.forEach((session, row) => {
    for (let place = row * own.k; place < (row + 1) * own.k; place++) {
      const where = `place ${place % own.k} of ${JSON.stringify(session)}`;
      expect(isNear(found.scores[place], own.scores[place]), where).toBe(true);
      const hasItem = [place, place - 1, place + 1].some(
        (near) =>
          own.items[near] === found.items[place] && isNear(own.scores[near], own.scores[place]),
      );
      expect(hasItem, where).toBe(true);
    }
  });
}

describe.each<[string, () => ReadonlyMap<string, Uint8Array>]>([
  ['KNN by the mean', () => knn({ QUERY: 'mean' })],
  ['KNN by the last item', () => knn({ QUERY: 'last' })],
  ['KNN that favours the last items', () => knn({ QUERY: 'recency', QUERY_DECAY: 0.6 })],
  ['KNN that searches what is predicted', () => knn({ CANDIDATES: 'output' })],
  ['KNN with fewer vectors than places', () => knn({ QUERY: 'mean' }, 40)],
  ['PRODB by cosines', () => prodb({})],
  [
    'PRODB as the original',
    () => prodb({ TIED_WEIGHTS: false, COSINE_SCALE: 0, POSITIONS: 'from_start' }),
  ],
  ['PRODB by products with tied weights', () => prodb({ COSINE_SCALE: 0 })],
])('the exported %s', (_name, filesFor) => {
  let files: ReadonlyMap<string, Uint8Array>;
  beforeAll(() => {
    files = filesFor();
  });

  it('ranks as the recommender, whatever stands among the ids', async () => {
    const recommender = await restoreRecommender(files);
    const onnx = exportRec(files)['model.onnx'] ?? new Uint8Array();
    const found = await askOnnx(onnx, SESSIONS.map(idsOf));
    expectSame(found, recommender.recommend(toItemSequences(SESSIONS), { k: 100 }));
    expect(found.k).toBe(100);
    recommender.dispose();
  });

  it('is the same bytes for the same files, in every format of a bundle', () => {
    const first = exportRec(files);
    expect(Object.keys(first)).toEqual([
      'model.onnx',
      '1/saved_model.pb',
      'tfjs/model.json',
      'tfjs/weights.bin',
    ]);
    for (const [path, bytes] of Object.entries(exportRec(files))) {
      expect(Buffer.compare(bytes, first[path]!), path).toBe(0);
    }
  });
});

it('an exported KNN recommends the most popular items that have a vector where it knows none', async () => {
  const onnx = exportRec(knn({}))['model.onnx'] ?? new Uint8Array();
  const { items, scores } = await askOnnx(onnx, [[], [1, 1, 0], [ITEMS + 2], [9 + 2]]);
  for (const row of [0, 1, 2, 3]) {
    const start = row * 100;
    expect([...items.subarray(start, start + 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
    expect(scores.subarray(start, start + 100).every((score) => Math.abs(score) === 0)).toBe(true);
  }
});

it('an exported PRODB ranks a session of no known item by its mask alone', async () => {
  const files = prodb({});
  const recommender = await restoreRecommender(files);
  const onnx = exportRec(files)['model.onnx'] ?? new Uint8Array();
  const found = await askOnnx(onnx, [[1, 0, 1]]);
  const own = recommender.recommend(toItemSequences([[]]), { k: 100 });
  expect(found.items[0]).toBe(own.items[0]);
  expect(found.scores[0]).toBeCloseTo(own.scores[0]!, 4);
  recommender.dispose();
});

it('a model without such a form is exported as its own files', () => {
  const counts = Uint32Array.from({ length: ITEMS }, (_, item) => ITEMS - item);
  const files = filesOf('POPULARITY', {}, { counts });
  expect(exportRec(files)).toEqual({
    'recommender/recommender.json': files.get('recommender.json'),
    'recommender/counts.bin': files.get('counts.bin'),
  });
});
