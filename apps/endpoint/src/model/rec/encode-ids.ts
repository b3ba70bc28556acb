import { FIRST_ITEM_ID } from '@lf/serverless-api';
import type { RequestLimits } from '../../limits.ts';
import { badRequest, readInstances } from '../instances.ts';

/** Sessions of token ids, padded by 0 at the end to the longest. */
export interface IdBatch {
  /** [batch, time] */
  readonly ids: Int32Array;
  readonly batch: number;
  readonly time: number;
}

/**
 * Turns a request's JSON into a tensor; sessions of different length may be mixed, and 0 (padding) and 1 (unknown) may
 * stand anywhere.
 *
 * @param body parsed JSON, `{"instances": [instance, time]}`
 * @param itemCount how many items the vocabulary has: ids end before this + 2
 * @throws RequestError 400 or 413 that says where the request is wrong
 */
export function encodeIds(
  body: unknown,
  { itemCount, limits }: { readonly itemCount: number; readonly limits: RequestLimits },
): IdBatch {
  const { sessions, longest } = readInstances(body, limits);
  const lastId = itemCount + FIRST_ITEM_ID - 1;
  const ids = new Int32Array(sessions.length * longest);
  sessions.forEach((session, index) => {
    session.forEach((id, position) => {
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > lastId) {
        throw badRequest(
          'id_invalid',
          `instances[${index}][${position}]: expected the id of an item, a whole number from ${FIRST_ITEM_ID} to ` +
            `${lastId}, or 0 (padding) or 1 (unknown).`,
        );
      }
      ids[index * longest + position] = id;
    });
  });
  return { ids, batch: sessions.length, time: longest };
}
