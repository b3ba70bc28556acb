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

const COLUMNS = { offsets: 'offsets', items: 'items', weights: 'weights' };

/**
 * Lists from files, checked.
 *
 * @param names of their columns
 * @throws RecommenderFormatError
 */
export function listsOf(files: ModelFiles, names: Readonly<typeof COLUMNS> = COLUMNS): ItemLists {
  const items = itemsOf(files, names.items);
  const offsets = offsetsOf(files, names.offsets, items.length);
  requireLength(offsets, names.offsets, files.itemCount + 1);
  const weights = numbersOf(files.float32(names.weights), names.weights, items.length);
  return { offsets, items, weights };
}
