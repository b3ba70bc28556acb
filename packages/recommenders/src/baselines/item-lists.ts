import { itemsOf, numbersOf, offsetsOf, requireLength } from '../files/checked-columns.ts';
import type { ModelFiles } from '../files/model-files.ts';

/** For each item the items that go with it, best first: item i has the entries `offsets[i] .. offsets[i + 1])`. */
export interface ItemLists {
  /** `[item + 1]` */
  readonly offsets: Uint32Array;
  /** `[entry]` */
  readonly items: Uint32Array;
  /** `[entry]` above 0 */
  readonly weights: Float32Array;
}

/** Lists from files, checked. @throws RecommenderFormatError */
export function listsOf(files: ModelFiles): ItemLists {
  const items = itemsOf(files, 'items');
  const offsets = offsetsOf(files, 'offsets', items.length);
  requireLength(offsets, 'offsets', files.itemCount + 1);
  return { offsets, items, weights: numbersOf(files.float32('weights'), 'weights', items.length) };
}
