import { expect, it } from 'vitest';
import {
  predictTrees,
  readTreeModel,
  serializeTreeModel,
  SESSION_FEATURES,
  TreeModelError,
  treeScores,
  type TreeModel,
} from '../../src/index.ts';

const feature = (name: string) => SESSION_FEATURES.findIndex((each) => each.name === name);

/** events <= 2: -1; more: with a last gap up to 5 or none known: +.5, longer: +2. Then a tree that adds .25 to all. */
const model: TreeModel = {
  sources: ['actions', 'times'],
  base: -0.5,
  calibration: { slope: 2, intercept: 0.1 },
  trees: {
    roots: Int32Array.from([0, ~3]),
    features: Uint16Array.from([feature('events'), feature('lastGap')]),
    thresholds: Float64Array.from([2, 5]),
    unknownLeft: Uint8Array.from([0, 1]),
    lefts: Int32Array.from([~0, ~1]),
    rights: Int32Array.from([1, ~2]),
    values: Float64Array.from([-1, 0.5, 2, 0.25]),
  },
};

function rows(...known: readonly { events: number; lastGap: number }[]): Float64Array {
  const width = SESSION_FEATURES.length;
  const values = new Float64Array(known.length * width).fill(NaN);
  known.forEach(({ events, lastGap }, row) => {
    values[row * width + feature('events')] = events;
    values[row * width + feature('lastGap')] = lastGap;
  });
  return values;
}

const features = rows(
  { events: 2, lastGap: 9 },
  { events: 3, lastGap: 5 },
  { events: 3, lastGap: 5.01 },
  { events: 3, lastGap: NaN },
);

it('leads each row to its leaf, unknown values by the side that the node says', () => {
  expect([...treeScores(model, features)]).toEqual([-1.25, 0.25, 1.75, 0.25]);
  const odds = [-1.25, 0.25, 1.75, 0.25].map((score) => 2 * score + 0.1);
  predictTrees(model, features).forEach((probability, row) => {
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-(odds[row] ?? NaN))), 6);
  });
});

it('scores a row alone as it scores it among many', () => {
  const many = rows(
    ...Array.from({ length: 1_500 }, (_, row) => ({ events: row % 5, lastGap: row % 11 })),
  );
  const together = treeScores(model, many);
  const width = SESSION_FEATURES.length;
  for (const row of [0, 511, 512, 1_499]) {
    const alone = treeScores(model, many.slice(row * width, (row + 1) * width));
    expect(alone[0]).toBe(together[row]);
  }
});

it('reads what it wrote, and writes the same bytes again', () => {
  const bytes = serializeTreeModel(model);
  expect(readTreeModel(bytes)).toEqual(model);
  expect(serializeTreeModel(readTreeModel(bytes))).toEqual(bytes);
});

it('finds the features of a file by their names', () => {
  const file = JSON.parse(new TextDecoder().decode(serializeTreeModel(model))) as Json;
  const names = ['lastGap', 'events'];
  const moved = { ...file, features: names, trees: { ...file.trees, features: [1, 0] } };
  expect(readTreeModel(encode(moved))).toEqual(model);
});

interface Json extends Record<string, unknown> {
  readonly trees: Record<string, unknown>;
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

it.each<[what: string, trees: Record<string, unknown>, reason: string]>([
  ['a node that leads back', { lefts: [0, ~1] }, '/trees/lefts/0 leads to no later node'],
  ['a node past the end', { rights: [2, ~2] }, '/trees/rights/0 leads to no later node'],
  ['a leaf past the end', { rights: [1, ~9] }, '/trees/rights/1 leads to no later node'],
  ['a root past the end', { roots: [7] }, '/trees/roots/0 is no node and no leaf'],
  ['a node with two parents', { roots: [0, 1] }, '/trees/rights/0 leads to a node that has a way'],
  ['a tree that comes twice', { roots: [0, 0] }, '/trees/roots/1 leads to a node that has a way'],
  ['a short column', { thresholds: [1] }, '/trees/thresholds has 1 values, expected 2'],
  ['a feature past the end', { features: [0, 999] }, '/trees/features/1 is none of its'],
  ['a text among numbers', { values: [1, 2, 'x', 4] }, '/trees/values/2 must be number'],
])('refuses %s', (_what, trees, reason) => {
  const file = JSON.parse(new TextDecoder().decode(serializeTreeModel(model))) as Json;
  expect(() => readTreeModel(encode({ ...file, trees: { ...file.trees, ...trees } }))).toThrow(
    reason,
  );
});

it('refuses bytes that are no model, and a feature that it does not know', () => {
  expect(() => readTreeModel(new TextEncoder().encode('{'))).toThrow(TreeModelError);
  expect(() => readTreeModel(encode({ kind: 'boosted-trees' }))).toThrow(/must have required/u);
  const file = JSON.parse(new TextDecoder().decode(serializeTreeModel(model))) as Json;
  expect(() => readTreeModel(encode({ ...file, features: ['moonPhase'] }))).toThrow(
    'its feature "moonPhase" is not known to this version',
  );
});
