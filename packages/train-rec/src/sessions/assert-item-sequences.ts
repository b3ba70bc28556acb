import type { ItemSequences } from '@lf/recommenders';
import { RecDataError } from '../errors.ts';

/**
 * Checks that the offsets rise from 0 to the number of items.
 *
 * @throws RecDataError naming the first offset that does not
 */
export function assertItemSequences(sessions: ItemSequences, what: string): void {
  const { offsets, items } = sessions;
  let last = 0;
  offsets.forEach((offset, session) => {
    if (offset < last || (session === 0 && offset !== 0)) {
      throw new RecDataError(
        'offsets_uneven',
        `While reading the ${what} sessions, expected offsets that rise from 0, got ${offset} at ${session}.`,
      );
    }
    last = offset;
  });
  if (offsets.length === 0 || last !== items.length) {
    throw new RecDataError(
      'offsets_uneven',
      `While reading the ${what} sessions, expected the last offset to be the number of items (${items.length}), got ${last}.`,
    );
  }
}
