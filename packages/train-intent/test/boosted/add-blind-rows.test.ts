import {
  contextOfEvents,
  knownSources,
  selectContext,
  unknownContext,
  type SessionContext,
} from '@lf/contract';
import { expect, it } from 'vitest';
import { addBlindRows, predictIntentTrees, trainTrees } from '../../src/index.ts';
import { rocAuc } from '../../src/evaluate/roc-auc.ts';
import { sequencesOf } from '../random-sequences.ts';
import { timedRows } from './timed-rows.ts';

it('repeats every row with some of its sources gone, each choice about equally often', () => {
  const rows = 2_100;
  const one = contextOfEvents({ actions: [5, 2], timesMs: [0, 1_000], skus: ['a', 'a'] });
  const context = selectContext(one, new Uint8Array(rows));
  const train = sequencesOf(Array.from({ length: rows }, () => [5, 2]));
  const { train: twice, context: blind } = addBlindRows({ train, context }, 3);
  expect(twice.groups).toEqual(Uint32Array.from([...train.groups, ...train.groups]));
  const counts = new Map<string, number>();
  for (let row = 0; row < 2 * rows; row++) {
    const left = knownSources(selectContext(blind, [row])).join('+') || 'none';
    const part = row < rows ? 'as they were' : left;
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  expect(counts.get('as they were')).toBe(rows);
  expect(blind.facts.subarray(0, context.facts.length)).toEqual(context.facts);
  expect(counts.size).toBe(1 + 7);
  for (const [left, count] of counts) {
    if (left !== 'as they were') expect(Math.abs(count - 300), left).toBeLessThan(65);
  }
  expect(addBlindRows({ train, context }, 3).context).toEqual(blind);
});

it('trains trees that answer as well without the times as trees that never saw them', () => {
  const options = { maxTrees: 60, learningRate: 0.1, patience: 10, bins: 32, parts: 3 };
  const { rows, context } = misleading(2_000, 1);
  const unseen = misleading(2_000, 2);
  const nothing = unknownContext(2_000);
  const aucOf = (learnt: SessionContext, isBlindToo: boolean, asked: SessionContext) => {
    const given = { train: rows, context: learnt };
    const learning = isBlindToo ? addBlindRows(given, 5) : given;
    const { model } = trainTrees({ ...learning, seed: 5, options });
    return rocAuc(predictIntentTrees(model, unseen.rows, asked), unseen.rows.labels) ?? NaN;
  };
  const neverSaw = aucOf(nothing, false, nothing);
  expect(neverSaw).toBeGreaterThan(0.6);
  expect(aucOf(context, true, nothing)).toBeGreaterThan(neverSaw - 0.02);
  expect(aucOf(context, true, unseen.context)).toBeGreaterThan(
    aucOf(context, false, unseen.context) - 0.02,
  );
});

/** Rows whose number of details tells of a purchase too, but less than their last gap does. */
function misleading(count: number, seed: number) {
  const { rows, context } = timedRows(count, seed);
  const events = (row: number) => (rows.offsets[row + 1] ?? 0) - (rows.offsets[row] ?? 0);
  const labels = rows.labels.map((label, row) =>
    row % 3 === 0 ? (events(row) > 2 ? 1 : 0) : label,
  );
  return { rows: { ...rows, labels }, context };
}
