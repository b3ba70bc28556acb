import { setImmediate } from 'node:timers/promises';
import { RecommenderFormatError } from '../errors.ts';
import type { ItemSequences } from '../recommender.ts';
import { UNKNOWN_ITEM } from '../sessions/item-sequences.ts';
import type { ModelFiles } from './model-files.ts';

/**
 * Offsets that rise from 0 to the number of entries: all that walks along them ends, and within its column.
 *
 * @throws RecommenderFormatError naming the first offset that does not
 */
export function offsetsOf(files: ModelFiles, name: string, entries: number): Uint32Array {
  const offsets = files.uint32(name);
  if (offsets.length === 0) throw new RecommenderFormatError(`an empty column ${name}`);
  let last = 0;
  for (let place = 0; place < offsets.length; place++) {
    const offset = offsets[place] ?? 0;
    if (offset < last || (place === 0 && offset !== 0)) {
      throw new RecommenderFormatError(
        `${name} that do not rise from 0: ${offset} at ${place} follows ${last}`,
      );
    }
    last = offset;
  }
  if (last !== entries) {
    throw new RecommenderFormatError(`${name} that end at ${last} instead of ${entries}`);
  }
  return offsets;
}

/** Indices of items. @throws RecommenderFormatError naming the first invalid one */
export function itemsOf(
  files: ModelFiles,
  name: string,
  { mayBeUnknown = false }: { readonly mayBeUnknown?: boolean } = {},
): Uint32Array {
  const items = files.uint32(name);
  const { itemCount } = files;
  for (let place = 0; place < items.length; place++) {
    const item = items[place] ?? 0;
    if (item < itemCount || (mayBeUnknown && item === UNKNOWN_ITEM)) continue;
    throw new RecommenderFormatError(
      `item ${item} at ${place} of ${name}, where there are ${itemCount} items`,
    );
  }
  return items;
}

/** Sessions of items; the event loop turns between the two columns. @throws RecommenderFormatError */
export async function sessionsOf(files: ModelFiles): Promise<ItemSequences> {
  const items = itemsOf(files, 'items', { mayBeUnknown: true });
  await setImmediate();
  return { offsets: offsetsOf(files, 'offsets', items.length), items };
}

/**
 * Numbers of which there are so many, each finite.
 *
 * @throws RecommenderFormatError
 */
export function numbersOf<Values extends Float32Array | Float64Array>(
  values: Values,
  name: string,
  length: number,
): Values {
  requireLength(values, name, length);
  for (let place = 0; place < values.length; place++) {
    if (Number.isFinite(values[place])) continue;
    throw new RecommenderFormatError(`${values[place]} at ${place} of ${name}`);
  }
  return values;
}

/** @throws RecommenderFormatError */
export function requireLength(
  values: { readonly length: number },
  name: string,
  length: number,
): void {
  if (values.length === length) return;
  throw new RecommenderFormatError(`${values.length} numbers in ${name} instead of ${length}`);
}
