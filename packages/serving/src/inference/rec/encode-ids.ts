import { cutItems, FIRST_ITEM_ID, idBatch, type IdBatch } from '@lf/contract';
import type { InstanceLimits } from '../limits.ts';
import { badRequest, readInstances } from '../instances.ts';

/**
 * Turns a request's JSON into a tensor; sessions of different length may be mixed. 0 (padding) and 1 (unknown) are
 * left out wherever they are, and of a long session the latest items are kept, as in training.
 *
 * @param body parsed JSON, `{"instances": [instance, time]}`
 * @param of.itemCount how many items the vocabulary has: ids end before this + 2
 * @param of.maxEvents how many items the model reads
 * @throws InstancesError 400 or 413 that says where the request is wrong
 */
export function encodeIds(
  body: unknown,
  of: {
    readonly itemCount: number;
    readonly maxEvents: number;
    readonly limits: InstanceLimits;
  },
): IdBatch {
  const { itemCount, maxEvents, limits } = of;
  const lastId = itemCount + FIRST_ITEM_ID - 1;
  const sessions = readInstances(body, limits).map((session, index) => {
    const items: number[] = [];
    session.forEach((id, position) => {
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > lastId) {
        throw badRequest(
          'id_invalid',
          `instances[${index}][${position}]: expected the id of an item, a whole number from ${FIRST_ITEM_ID} to ` +
            `${lastId}, or 0 (padding) or 1 (unknown).`,
        );
      }
      if (id >= FIRST_ITEM_ID) items.push(id);
    });
    return cutItems(items, maxEvents);
  });
  const offsets = new Uint32Array(sessions.length + 1);
  sessions.forEach((items, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + items.length;
  });
  return idBatch({ offsets, items: Uint32Array.from(sessions.flat()) }, (id) => id);
}
