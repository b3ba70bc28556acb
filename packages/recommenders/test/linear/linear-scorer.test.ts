import { expect, it } from 'vitest';
import { blendFeatures, logShare } from '../../src/blend/blend-features.ts';
import { candidateReader } from '../../src/blend/candidate-reader.ts';
import { toItemSequences } from '../../src/index.ts';
import { linearScorer, placeDecays } from '../../src/linear/linear-scorer.ts';
import { ScoreSheet } from '../../src/rank/score-sheet.ts';

const ITEMS = 5;

/** 0 speaks for 1 and 2, 1 for 2, 4 for itself. */
const LISTS = {
  offsets: Uint32Array.of(0, 2, 3, 3, 3, 4),
  items: Uint32Array.of(1, 2, 2, 4),
  weights: Float32Array.of(0.5, 0.25, 0.75, 1),
};
const score = linearScorer(LISTS, placeDecays({ LAMBDA_SPW: 2 }));

function scoresAfter(known: readonly number[]): readonly number[] {
  const sheet = new ScoreSheet(ITEMS);
  score(Uint32Array.from(known), sheet);
  return [...sheet.scores];
}

it('adds up what each item says, less with each step from the end', () => {
  const step = Math.exp(-1 / 2);
  expect(scoresAfter([0, 1])).toEqual([0, 0.5 * step, 0.75 + 0.25 * step, 0, 0]);
});

it('counts an item once, at its latest event', () => {
  expect(scoresAfter([0, 0, 3, 0])).toEqual(scoresAfter([3, 3, 3, 0]));
});

it('reads the latest ten events alone', () => {
  const nine = new Array<number>(9).fill(3);
  expect(scoresAfter([4, ...nine])[4]).toBeCloseTo(Math.exp(-9 / 2), 12);
  expect(scoresAfter([4, 3, ...nine])).toEqual([0, 0, 0, 0, 0]);
});

it('brings candidates that no past session speaks for, and describes them', async () => {
  const options = { neighbours: 5, sample: 5, candidatesPerSource: 3 };
  const read = await candidateReader(toItemSequences([[3, 4]]), ITEMS, {
    ...options,
    linear: score,
  });
  const { count, items, features } = read(Uint32Array.of(0));
  expect([...items.subarray(0, count)].toSorted()).toEqual([0, 1, 2]);
  const names = blendFeatures({ linear: true, encoder: false });
  const of = (item: number, name: string) =>
    features[items.indexOf(item) * names.length + names.indexOf(name)];
  expect(of(1, 'linearShare')).toBeCloseTo(2 / 3, 6);
  expect(of(2, 'linear')).toBeCloseTo(logShare(1 / 3), 6);
  expect([of(0, 'linear'), of(0, 'seen')]).toEqual([0, 1]);
});
