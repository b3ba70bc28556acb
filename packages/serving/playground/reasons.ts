import { encodeSession } from '../src/session-text.ts';

/** Products of a session that are left out in turn at most, the latest ones: each costs a question. */
const MOST_LEFT_OUT = 8;
/** As many as a model names. */
const K = 100;

/** Why a product is recommended: the one of the session without which it falls furthest. */
export interface Reason {
  readonly because: string;
  /** The product's place with the whole session, from 1. */
  readonly place: number;
  /** Its place without that product of the session; undefined if it is not among those that the model names. */
  readonly without: number | undefined;
  /** How many the model names then. */
  readonly named: number;
}

/** The best products for a session; undefined if there is no answer. */
export type Rank = (query: string) => Promise<readonly string[] | undefined>;

/**
 * Leaves the products of a session out, one at a time, and asks again: whatever the model is, this is what it does.
 *
 * @param known products of the session that the model knows
 * @param rank asks, by a query
 * @returns by SKU; products that no single one of the session holds up have none
 */
export async function findReasons(
  known: readonly string[],
  rank: Rank,
): Promise<ReadonlyMap<string, Reason>> {
  const reasons = new Map<string, Reason>();
  const distinct = [...new Set(known)].slice(-MOST_LEFT_OUT);
  if (distinct.length < 2) return reasons;
  // With the products of the session: leaving one out must not let it move up the list of the others
  const query = (session: readonly string[]) =>
    `session=${encodeSession(session)}&k=${K}&exclude=none`;
  const whole = await rank(query(known));
  if (whole === undefined) return reasons;
  for (const because of distinct) {
    const rest = await rank(query(known.filter((sku) => sku !== because)));
    if (rest === undefined) return reasons;
    for (const [index, sku] of whole.entries()) {
      const found = rest.indexOf(sku);
      const place = index + 1;
      const without = found === -1 ? undefined : found + 1;
      const falls = (without ?? Infinity) > place;
      const before = reasons.get(sku);
      const isFurther =
        before === undefined ||
        (before.without !== undefined && (without ?? Infinity) > before.without);
      if (falls && isFurther) reasons.set(sku, { because, place, without, named: rest.length });
    }
  }
  return reasons;
}
