import { encodeSession } from '../src/session-text.ts';
import type { Exchanged } from './exchange.ts';

/** Events that are left out in turn at most, the latest ones: each costs a question. */
export const MOST_LEFT_OUT = 12;

/** What a prediction owes to one event of its session. */
export interface Effect {
  readonly event: string;
  /** In the session, from 0. */
  readonly place: number;
  /** The probability with the event less the one without it. */
  readonly difference: number;
  /** Whether what is left has no cart, for which the model was not trained. */
  readonly leavesScope: boolean;
}

interface Answered {
  readonly probability: number | undefined;
  readonly scope: string;
}

/**
 * Leaves the latest events of a session out, one at a time, and asks again.
 *
 * @param probability of the whole session
 * @param ask.predict asks for a session's text
 * @param ask.isStale whether nobody wants the answer any more
 * @returns the greatest effect first; undefined if it was stale, empty if there is nothing to compare with
 */
export async function findEffects(
  session: readonly string[],
  probability: number,
  ask: {
    readonly predict: (query: string) => Promise<Exchanged>;
    readonly read: (exchanged: Exchanged) => Answered;
    readonly isStale: () => boolean;
  },
): Promise<readonly Effect[] | undefined> {
  // Either of two equal neighbours leaves the same session
  const answered = new Map<string, Answered>();
  const effects: Effect[] = [];
  if (session.length < 2) return [];
  for (let place = Math.max(0, session.length - MOST_LEFT_OUT); place < session.length; place++) {
    const query = `session=${encodeSession(session.filter((_, other) => other !== place))}`;
    const without = answered.get(query) ?? ask.read(await ask.predict(query));
    if (ask.isStale()) return undefined;
    answered.set(query, without);
    if (without.probability === undefined) continue;
    effects.push({
      event: session[place] ?? '',
      place,
      difference: probability - without.probability,
      leavesScope: without.scope === 'no_add_yet',
    });
  }
  return effects.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}
