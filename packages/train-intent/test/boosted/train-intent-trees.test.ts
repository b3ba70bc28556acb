import { serializeTreeModel, unknownContext } from '@lf/contract';
import { expect, it } from 'vitest';
import {
  IntentConfigError,
  IntentDataError,
  parseTreesConfig,
  predictLatest,
  trainIntentTrees,
  treeOptionsOf,
  DEFAULT_TREE_OPTIONS,
} from '../../src/index.ts';
import { calibrationError } from '../../src/evaluate/calibration-error.ts';
import { rocAuc } from '../../src/evaluate/roc-auc.ts';
import { timedRows } from './timed-rows.ts';

const ROWS = 1_500;
const config = parseTreesConfig({
  ...{ MAX_TREES: 60, LEARNING_RATE: 0.1, PATIENCE: 10, BINS: 32, PARTS: 3 },
  MAX_LEN: 3,
});
const [train, validation, unseen] = [timedRows(ROWS, 1), timedRows(ROWS, 2), timedRows(ROWS, 3)];
const training = trainIntentTrees({ train, validation, config, seed: 5 });
const { labels } = unseen.rows;
const asked = { context: unseen.context, maxEvents: config.MAX_LEN };

it('answers by what it is told, and by the rate where it is told nothing, calibrated both times', () => {
  const told = predictLatest(training.model, unseen.rows, asked);
  expect(rocAuc(told, labels)).toBeGreaterThan((rocAuc(unseen.truth, labels) ?? NaN) - 0.03);
  expect(calibrationError(told, labels)).toBeLessThan(0.06);
  const context = unknownContext(ROWS);
  const untold = predictLatest(training.model, unseen.rows, { ...asked, context });
  expect(calibrationError(untold, labels)).toBeLessThan(0.08);
  expect(training.model.sources).toEqual(['actions', 'times']);
});

it('reads the latest events alone', () => {
  const long = { offsets: Uint32Array.of(0, 5), actions: Uint8Array.of(5, 5, 5, 2, 6) };
  const short = { offsets: Uint32Array.of(0, 3), actions: Uint8Array.of(5, 2, 6) };
  const one = { context: unknownContext(1), maxEvents: 3 };
  expect(predictLatest(training.model, long, one)).toEqual(
    predictLatest(training.model, short, one),
  );
});

it('gives the same bytes for the same seed', () => {
  const again = trainIntentTrees({ train, validation, config, seed: 5 });
  expect(serializeTreeModel(again.model)).toEqual(serializeTreeModel(training.model));
  expect(again.threshold).toBe(training.threshold);
});

it('refuses an empty validation', () => {
  const none = timedRows(0, 1);
  expect(() => trainIntentTrees({ train, validation: none, config })).toThrow(IntentDataError);
});

it('has the options of trees as keys of its config, and names all wrong ones by their keys', () => {
  expect(treeOptionsOf(parseTreesConfig({}))).toEqual(DEFAULT_TREE_OPTIONS);
  const wrong = { LEAVES: 1, ROW_SHARE: 2 };
  expect(() => parseTreesConfig(wrong)).toThrow(IntentConfigError);
  expect(() => parseTreesConfig(wrong)).toThrow(/LEAVES[^]*ROW_SHARE/u);
  expect(() => parseTreesConfig({ EPOCHS: 3 })).toThrow(/EPOCHS/u);
});
