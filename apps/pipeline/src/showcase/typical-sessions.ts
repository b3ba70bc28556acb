import { placesOf } from '../reference/reference.ts';

/** Sessions to choose from, each with its events. */
export interface Choice {
  /** Fewer events show nothing. */
  readonly fewest: number;
  /** More do not fit a page. */
  readonly most: number;
  /** How many are chosen. */
  readonly count: number;
}

/**
 * Chooses sessions of typical length: those between the quartiles of all that a page can show, no two with the same
 * events, spread evenly over time.
 *
 * @param sessions oldest first
 * @returns oldest first; the same for the same sessions
 */
export function typicalSessions<Session extends { readonly events: readonly string[] }>(
  sessions: readonly Session[],
  { fewest, most, count }: Choice,
): readonly Session[] {
  const shown = sessions.filter(({ events: { length } }) => length >= fewest && length <= most);
  const lengths = shown.map(({ events }) => events.length).sort((a, b) => a - b);
  const [from = 0, to = 0] = [0.25, 0.75].map(
    (share) => lengths[Math.floor(share * lengths.length)],
  );
  const typical = new Map<string, Session>();
  for (const session of shown) {
    const { events } = session;
    if (events.length < from || events.length > to) continue;
    const text = JSON.stringify(events);
    if (!typical.has(text)) typical.set(text, session);
  }
  const distinct = [...typical.values()];
  return placesOf(distinct.length, count).flatMap((place) => distinct.slice(place, place + 1));
}
