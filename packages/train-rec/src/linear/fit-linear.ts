import { filterSessions } from '@lf/recommenders';
import {
  type ItemLists,
  knownItems,
  type LinearConfig,
  ScoreSheet,
  TopSelection,
} from '@lf/recommenders/training';
import type { FitInput } from '../define-trainer.ts';
import { gramRows } from './gram-rows.ts';
import { linearSums } from './linear-sums.ts';
import { listsBySource } from './lists-by-source.ts';
import { solveRidge } from './solve-ridge.ts';

/** Items between two reports. */
const REPORT_ITEMS = 1024;

/**
 * Fits, for each item, the ridge regression of whether it comes next on the items that explain most of it.
 *
 * @returns for each item the items that it speaks for
 */
export async function fitLinear(input: FitInput<LinearConfig>): Promise<ItemLists> {
  const { config, itemCount, onProgress } = input;
  const train = filterSessions(knownItems(input.train, itemCount), (length) => length >= 2);
  const sums = linearSums(train, itemCount, config);
  const gram = gramRows(sums, itemCount);
  const lists = listsBySource(itemCount, config.LIST_LENGTH);
  const targets = new ScoreSheet(itemCount);
  const sources = new TopSelection(Math.min(config.SOURCES, itemCount), 'lower');
  const matrix = new Float64Array(sources.keys.length ** 2);
  for (let target = 0; target < itemCount; target++) {
    sums.addTargets(target, targets);
    sources.clear();
    for (let i = 0; i < targets.count; i++) {
      const item = targets.touched[i] ?? 0;
      const product = targets.scores[item] ?? 0;
      // What the item alone would explain
      sources.offer(item, (product * product) / (gram.square(item) + config.RIDGE));
    }
    const items = sources.keys.slice(0, sources.size).sort();
    const weights = Float64Array.from(items, (item) => targets.scores[item] ?? 0);
    targets.clear();
    gram.read(items, matrix);
    solveRidge(matrix, weights, items.length, config.RIDGE);
    items.forEach((item, i) => lists.add(item, target, weights[i] ?? 0));
    if (target % REPORT_ITEMS !== 0) continue;
    onProgress?.({
      message: `weights of ${target} of ${itemCount} items`,
      doneRatio: target / itemCount,
    });
    await Promise.resolve();
  }
  return lists.finish();
}
