import { RecOptionError } from '../errors.ts';
import type { ItemSequences, RecommendOptions, TopItems } from '../recommender.ts';
import { sessionCount, sessionItems } from '../sessions/item-sequences.ts';

/** Writes one session's k best into its row. */
export type RankSession = (
  /** The session's known items, in order. */
  known: Uint32Array,
  row: { readonly items: Int32Array; readonly scores: Float32Array },
  excludeSeen: boolean,
) => void;

/**
 * Ranks session by session.
 *
 * @throws RecOptionError when k is not a whole number from 1
 */
export function rankSessions(
  sessions: ItemSequences,
  itemCount: number,
  { k, excludeSeen = false }: RecommendOptions,
  rank: RankSession,
): TopItems {
  assertListLength(k);
  const rows = sessionCount(sessions);
  const items = new Int32Array(rows * k).fill(-1);
  const scores = new Float32Array(rows * k).fill(-Infinity);
  for (let session = 0; session < rows; session++) {
    const own = sessionItems(sessions, session);
    const known = own.every((item) => item < itemCount)
      ? own
      : own.filter((item) => item < itemCount);
    const [start, end] = [session * k, (session + 1) * k];
    rank(
      known,
      { items: items.subarray(start, end), scores: scores.subarray(start, end) },
      excludeSeen,
    );
  }
  return { k, items, scores };
}

/** @throws RecOptionError when k is not a whole number from 1 */
export function assertListLength(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RecOptionError('k', 'a whole number from 1', k);
}
