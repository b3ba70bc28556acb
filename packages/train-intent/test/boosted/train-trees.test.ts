import { readTreeModel, serializeTreeModel, unknownContext } from '@lf/contract';
import { randomStream } from '@lf/kernels';
import { expect, it } from 'vitest';
import {
  IntentDataError,
  predictIntentTrees,
  scoreTimedPrefixes,
  trainTrees,
} from '../../src/index.ts';
import { calibrationError } from '../../src/evaluate/calibration-error.ts';
import { rocAuc } from '../../src/evaluate/roc-auc.ts';
import { timedRows } from './timed-rows.ts';

const ROWS = 2_000;
/** Few and coarse: a test takes a moment. */
const options = { maxTrees: 60, learningRate: 0.1, patience: 10, bins: 32, parts: 3 };
const { rows, context } = timedRows(ROWS, 1);
const unseen = timedRows(ROWS, 2);
const training = trainTrees({ train: rows, context, seed: 5, options });

it('ranks unseen rows nearly as the law does by which they were drawn, and is calibrated', () => {
  const { labels } = unseen.rows;
  const probabilities = predictIntentTrees(training.model, unseen.rows, unseen.context);
  const best = rocAuc(unseen.truth, labels) ?? NaN;
  expect(rocAuc(probabilities, labels)).toBeGreaterThan(best - 0.02);
  expect(calibrationError(probabilities, labels)).toBeLessThan(0.04);
});

it('answers without the context by the rate of all, and says what it has seen', () => {
  expect(training.model.sources).toEqual(['actions', 'times']);
  const blind = trainTrees({ train: rows, context: unknownContext(ROWS), seed: 5, options });
  expect(blind.model.sources).toEqual(['actions']);
  const auc = rocAuc(
    predictIntentTrees(blind.model, unseen.rows, unseen.context),
    unseen.rows.labels,
  );
  expect(Math.abs((auc ?? NaN) - 0.5)).toBeLessThan(0.05);
});

it('judges no training row by trees that learnt from it', () => {
  const random = randomStream(9, 0);
  const guessed = { ...rows, labels: rows.labels.map(() => (random() < 0.5 ? 1 : 0)) };
  const { heldOut } = trainTrees({ train: guessed, context, seed: 5, options });
  expect(Math.abs((rocAuc(heldOut, guessed.labels) ?? NaN) - 0.5)).toBeLessThan(0.05);
});

it('gives the same bytes for the same seed, others for another', () => {
  const bytes = serializeTreeModel(training.model);
  const again = trainTrees({ train: rows, context, seed: 5, options });
  expect(serializeTreeModel(again.model)).toEqual(bytes);
  expect(again.heldOut).toEqual(training.heldOut);
  expect(
    serializeTreeModel(trainTrees({ train: rows, context, seed: 6, options }).model),
  ).not.toEqual(bytes);
});

it('predicts the same after it was written and read', () => {
  const read = readTreeModel(serializeTreeModel(training.model));
  expect(predictIntentTrees(read, unseen.rows, unseen.context)).toEqual(
    predictIntentTrees(training.model, unseen.rows, unseen.context),
  );
});

it('refuses rows of one label, and fewer sessions than parts', () => {
  const few = timedRows(4, 1);
  const mixed = { ...few.rows, labels: Uint8Array.from([0, 1, 0, 1]) };
  expect(() => trainTrees({ train: mixed, context: few.context, seed: 1, options })).toThrow(
    /there are 2 sessions or visitors; expected at least 3/u,
  );
  const one = { ...rows, labels: new Uint8Array(ROWS) };
  expect(() => trainTrees({ train: one, context, seed: 1, options })).toThrow(IntentDataError);
});

it('lists every option that is out of range', () => {
  const wrong = { bins: 256, rowShare: 0, l2: NaN };
  expect(() => trainTrees({ train: rows, context, seed: 1, options: wrong })).toThrow(
    expect.objectContaining({
      code: 'intent_config_invalid',
      issues: [
        { key: 'rowShare', value: 0, expected: 'a number above 0, at most 1' },
        { key: 'l2', value: NaN, expected: 'a number of 0 or more' },
        { key: 'bins', value: 256, expected: 'a whole number from 2 to 255' },
      ],
    }),
  );
});

it('is judged on visitors that it did not train on, beside the baselines', () => {
  const scores = scoreTimedPrefixes({ prefixes: rows, context, seed: 3, options });
  expect(scores.rows).toEqual({ train: 1_600, test: 400 });
  expect(scores.models.map(({ name }) => name)).toEqual([
    'trees',
    'majority',
    'logistic-regression',
    'markov-chain',
  ]);
  expect(scores.isBetterThanEveryBaseline).toBe(true);
  expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
});
