import { randomStream } from '@lf/kernels';
import type { LabelledSequences } from '@lf/dataset';
import { expect, it } from 'vitest';
import { parseIntentConfig, scorePrefixes } from '../../src/index.ts';
import { sequencesOf } from '../random-sequences.ts';

const ADD = 2;
const DETAIL = 5;

/** Visitors of one to three rows; those who look more before the add buy more. */
function prefixesOfVisitors(visitors: number): LabelledSequences {
  const random = randomStream(11, 0);
  const rows = Array.from({ length: visitors }, (_, visitor) => {
    const looks = Math.floor(random() * 5);
    const label = random() < looks / 5 ? 1 : 0;
    return Array.from({ length: 1 + Math.floor(random() * 3) }, (_row, cut) => ({
      events: [...Array<number>(looks).fill(DETAIL), ADD, ...Array<number>(cut).fill(DETAIL)],
      label,
      cut,
      visitor,
    }));
  }).flat();
  return {
    ...sequencesOf(
      rows.map(({ events }) => events),
      rows.map(({ label }) => label),
      rows.map(({ cut }) => cut),
    ),
    groups: Uint32Array.from(rows, ({ visitor }) => visitor),
    startMs: new Float64Array(rows.length).fill(NaN),
  };
}

const prefixes = prefixesOfVisitors(300);
const config = parseIntentConfig({ EPOCHS: 8, LSTM_DIMS: 8, LEARNING_RATE: 0.02 });

it('judges the model and its baselines on visitors that it did not train on', async () => {
  const { models, rows } = await scorePrefixes({ prefixes, config, seed: 1 });
  expect(rows.train + rows.validation + rows.test).toBe(prefixes.labels.length);
  expect(models.map(({ name }) => name)).toEqual([
    'lstm',
    'majority',
    'logistic-regression',
    'markov-chain',
  ]);
  expect(models[0]!.evaluation.perCut.map(({ cut }) => cut)).toEqual([0, 1, 2]);
  expect(models[0]!.evaluation.overall.rocAuc).toBeGreaterThan(0.65);
});

it('gives the same scores for the same seed, and JSON keeps them', async () => {
  const scores = await scorePrefixes({ prefixes, config, seed: 2 });
  expect(await scorePrefixes({ prefixes, config, seed: 2 })).toEqual(scores);
  expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
});
