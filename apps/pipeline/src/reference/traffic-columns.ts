import { ACTION_CODES, SHOPPER_ACTIONS, type ShopperAction } from '@lf/contract';

/** What is compared of sessions: a value a session in each column; null where it has none. */
export type TrafficColumns = Readonly<Record<string, readonly (number | string | null)[]>>;

/** The types of the columns, for DuckDB: a column of whole numbers is one of numbers too. */
export function columnTypes(columns: TrafficColumns): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(columns).map((name) => [name, name === LAST_ACTION ? 'VARCHAR' : 'DOUBLE']),
  );
}

const LAST_ACTION = 'last_action';

const NAMES: ReadonlyMap<number, ShopperAction> = new Map(
  SHOPPER_ACTIONS.map((action) => [ACTION_CODES[action], action]),
);

/**
 * What is compared of the sessions that an intent model is asked about.
 *
 * @param sessions codes of the shopper's actions, 2..6, oldest first
 */
export function intentInputColumns(sessions: readonly ArrayLike<number>[]): TrafficColumns {
  const shares = SHOPPER_ACTIONS.map(
    (action) =>
      [
        `${action}_share`,
        sessions.map((session) => shareOf(session, ACTION_CODES[action])),
      ] as const,
  );
  return {
    events: sessions.map(({ length }) => length),
    [LAST_ACTION]: sessions.map((session) => NAMES.get(session[session.length - 1] ?? -1) ?? null),
    ...Object.fromEntries(shares),
  };
}

function shareOf(session: ArrayLike<number>, code: number): number | null {
  if (session.length === 0) return null;
  let count = 0;
  for (let event = 0; event < session.length; event++) if (session[event] === code) count += 1;
  return count / session.length;
}

/** A session of products, as far as the model knows them. */
export interface KnownSession {
  /** Items, oldest first: 0 is the most popular. */
  readonly items: readonly number[];
  /** Products that the model does not know. */
  readonly unknown: number;
}

/** What is compared of the sessions that a rec model is asked about: products by their popularity, 1 is the first. */
export function recInputColumns(sessions: readonly KnownSession[]): TrafficColumns {
  return {
    events: sessions.map(({ items }) => items.length),
    last_item_rank: sessions.map(({ items }) => rankOf(items.at(-1))),
    distinct_share: sessions.map(({ items }) =>
      items.length === 0 ? null : new Set(items).size / items.length,
    ),
  };
}

/** How much of each session the model does not know. */
export function unknownColumn(sessions: readonly KnownSession[]): TrafficColumns {
  return {
    unknown_share: sessions.map(({ items, unknown }) =>
      items.length + unknown === 0 ? null : unknown / (items.length + unknown),
    ),
  };
}

/** Probabilities that were answered. */
export function intentOutputColumn(probabilities: ArrayLike<number | null>): TrafficColumns {
  return { prediction: Array.from(probabilities) };
}

/** How popular the best recommended item is. @param best the item, undefined where there is none */
export function recOutputColumn(best: readonly (number | undefined)[]): TrafficColumns {
  return { first_recommended_rank: best.map(rankOf) };
}

function rankOf(item: number | undefined): number | null {
  return item === undefined || item < 0 ? null : item + 1;
}
