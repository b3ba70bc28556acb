import { createRandom } from '@lf/kernels';
import { afterAll, expect, it } from 'vitest';
import { toItemSequences } from '../../src/index.ts';
import { candidateReader } from '../../src/blend/candidate-reader.ts';
import { blendFeatures } from '../../src/blend/blend-features.ts';
import { encoderEvidence } from '../../src/encoder/encoder-evidence.ts';
import { createEncoderRanking } from '../../src/encoder/encoder-ranking.ts';

const ITEMS = 30;
const SIZE = 8;
const random = createRandom(3);
const noise = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const weights = {
  embedding: noise(ITEMS * SIZE),
  scorer: noise(SIZE),
  places: noise(4),
  repeats: noise(4),
};
const config = { SCALE: 10, THREADS: 1 };
const evidence = encoderEvidence(weights, config, 6);
const ranking = createEncoderRanking(weights, ITEMS, config);
afterAll(() => {
  evidence.dispose();
  ranking.dispose();
});

/** Longer than what is read, with a repeat. */
const SESSION = [3, 9, 4, 9, 7, 11];

it('says of each item what ENCODER scores it by', () => {
  const { items, scores } = ranking.recommend(toItemSequences([SESSION]), { k: ITEMS });
  evidence.gather(Uint32Array.from(SESSION));
  items.forEach((item, place) => expect(evidence.logit(item)).toBeCloseTo(scores[place] ?? NaN, 4));
  expect(new Set(items).size).toBe(ITEMS);
});

it('adds to a repeat by its latest place among the events that are read', () => {
  const gathered = (known: number[]) => {
    evidence.gather(Uint32Array.from(known));
    return evidence.logit(9);
  };
  const vectorAlone = encoderEvidence({ ...weights, repeats: new Float32Array(4) }, config, 6);
  vectorAlone.gather(Uint32Array.from(SESSION));
  expect(gathered(SESSION) - vectorAlone.logit(9)).toBeCloseTo(weights.repeats[2] ?? NaN, 5);
  vectorAlone.dispose();
});

it('brings candidates that no past session speaks for, and describes them', async () => {
  const past = toItemSequences([[3, 9]]);
  const options = { neighbours: 5, sample: 5, candidatesPerSource: 3 };
  const read = await candidateReader(past, ITEMS, { ...options, encoder: evidence });
  const { count, items, features } = read(Uint32Array.of(20));
  const names = blendFeatures({ linear: false, encoder: true });
  const nearest = [...evidence.gather(Uint32Array.of(20))];
  expect([...items.subarray(0, count)].toSorted()).toEqual(
    [...new Set([20, ...nearest])].toSorted(),
  );
  const column = (name: string) =>
    Array.from({ length: count }, (_, row) => features[row * names.length + names.indexOf(name)]);
  const shares = column('encoderShare').reduce<number>((sum, share) => sum + (share ?? 0), 0);
  expect(shares).toBeCloseTo(1, 5);
  expect(column('encoder')[0]).toBeCloseTo(evidence.logit(20) / 10, 5);
});
