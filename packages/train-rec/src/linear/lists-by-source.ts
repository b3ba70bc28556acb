import { type ItemLists, TopSelection } from '@lf/recommenders/training';
import { grown } from '../grown.ts';

/** Turns weights that are found target by target into lists by source. */
export interface ListsBySource {
  /** Weights that are not above 0 are left out. */
  add(source: number, target: number, weight: number): void;
  finish(): ItemLists;
}

/** @param keep entries that an item keeps, the best */
export function listsBySource(itemCount: number, keep: number): ListsBySource {
  let sources = new Uint32Array(16 * itemCount);
  let targets = new Uint32Array(16 * itemCount);
  let weights = new Float32Array(16 * itemCount);
  let count = 0;
  return {
    add(source, target, weight) {
      if (!(weight > 0)) return;
      if (count === sources.length) {
        sources = grown(sources, new Uint32Array(2 * count));
        targets = grown(targets, new Uint32Array(2 * count));
        weights = grown(weights, new Float32Array(2 * count));
      }
      sources[count] = source;
      targets[count] = target;
      weights[count] = weight;
      count++;
    },
    finish() {
      const starts = new Uint32Array(itemCount + 1);
      for (let entry = 0; entry < count; entry++) {
        const after = (sources[entry] ?? 0) + 1;
        starts[after] = (starts[after] ?? 0) + 1;
      }
      for (let item = 0; item < itemCount; item++) {
        starts[item + 1] = (starts[item + 1] ?? 0) + (starts[item] ?? 0);
      }
      const order = new Uint32Array(count);
      const next = starts.slice(0, itemCount);
      for (let entry = 0; entry < count; entry++) {
        const source = sources[entry] ?? 0;
        const place = next[source] ?? 0;
        order[place] = entry;
        next[source] = place + 1;
      }
      const offsets = new Uint32Array(itemCount + 1);
      const listItems = new Uint32Array(count);
      const listWeights = new Float32Array(count);
      const best = new TopSelection(keep, 'lower');
      let end = 0;
      for (let item = 0; item < itemCount; item++) {
        best.clear();
        for (const entry of order.subarray(starts[item], starts[item + 1])) {
          best.offer(targets[entry] ?? 0, weights[entry] ?? 0);
        }
        best.sort();
        listItems.set(best.keys.subarray(0, best.size), end);
        listWeights.set(best.values.subarray(0, best.size), end);
        end += best.size;
        offsets[item + 1] = end;
      }
      return { offsets, items: listItems.slice(0, end), weights: listWeights.slice(0, end) };
    },
  };
}
