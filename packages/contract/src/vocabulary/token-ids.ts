/** Token ids at the border of a rec model: 0 pads, 1 is an unknown product, item i is i + 2. */
export const FIRST_ITEM_ID = 2;

/** The token id of padding. */
export const PADDING_ID = 0;

/** The token id of a product that the vocabulary does not hold. */
export const UNKNOWN_ID = 1;

/** Sessions as the tensor `ids` of a rec model. */
export interface IdBatch {
  /** [batch, time] token ids, `PADDING_ID` after the end of a session */
  readonly ids: Int32Array;
  readonly batch: number;
  readonly time: number;
}

/**
 * The products of a session that a rec model reads: its latest ones. **The cutting rule** of rec.
 *
 * @param items those that the vocabulary holds, oldest first
 */
export function cutItems<Item>(items: readonly Item[], maxEvents: number): readonly Item[] {
  return items.length <= maxEvents ? items : items.slice(-maxEvents);
}

/**
 * A session as TensorFlow Serving's JSON takes it.
 *
 * @param items those that the vocabulary holds, oldest first
 * @returns one element of `instances`: token ids
 */
export function recInstance(items: readonly number[]): readonly number[] {
  return items.map((item) => item + FIRST_ITEM_ID);
}

/**
 * Writes sessions as the model's tensor.
 *
 * @param sessions [session] items as columns: session s holds `items[offsets[s] .. offsets[s + 1])`
 * @param idOf the token id of an item, which may be of another vocabulary
 */
export function idBatch(
  { offsets, items }: { readonly offsets: Uint32Array; readonly items: Uint32Array },
  idOf: (item: number) => number,
): IdBatch {
  const batch = Math.max(0, offsets.length - 1);
  let time = 1;
  for (let row = 0; row < batch; row++) {
    time = Math.max(time, (offsets[row + 1] ?? 0) - (offsets[row] ?? 0));
  }
  const ids = new Int32Array(batch * time).fill(PADDING_ID);
  for (let row = 0; row < batch; row++) {
    const from = offsets[row] ?? 0;
    items.subarray(from, offsets[row + 1]).forEach((item, event) => {
      ids[row * time + event] = idOf(item);
    });
  }
  return { ids, batch, time };
}
