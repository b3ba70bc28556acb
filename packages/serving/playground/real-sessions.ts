import { html } from './elements.ts';
import type { Exchange } from './exchange.ts';
import { isRecord } from './notice.ts';
import { quietButton } from './session-list.ts';

/** A session as it happened. */
export interface RealSession {
  readonly events: readonly string[];
  /** What came after them; undefined where nobody wrote it down. */
  readonly next: string | undefined;
}

/** Sessions as they happened, one after the other. */
export interface RealSessions {
  readonly button: HTMLButtonElement;
  /** Says which one is on the page, and what came next; it is not there else. */
  readonly note: HTMLElement;
  /** Shows the next one; after the last comes the first. @returns false if there is none */
  showNext(): Promise<boolean>;
  /** The session on the page, if it is one of them and nobody has changed it. */
  current(events: readonly string[]): RealSession | undefined;
}

/**
 * Fetches the service's real sessions when they are first wanted.
 *
 * @param options.learn reads what the answer says of products
 * @param options.describe what came next, in words
 */
export function createRealSessions(options: {
  readonly exchange: Exchange;
  readonly learn: (body: unknown) => void;
  readonly show: (events: readonly string[]) => void;
  readonly describe: (next: string) => string;
}): RealSessions {
  const { exchange, learn, show, describe } = options;
  let sessions: readonly RealSession[] = [];
  let place = -1;
  const note = html('p', { class: 'muted', id: 'real-session', hidden: true });
  const button = quietButton('Next real session', () => void showNext());

  async function showNext(): Promise<boolean> {
    if (sessions.length === 0) {
      const { status, body } = await exchange.askQuietly('sessions', '');
      sessions = status === 200 && isRecord(body) ? sessionsOf(body['sessions']) : [];
      learn(body);
    }
    place = (place + 1) % Math.max(sessions.length, 1);
    const session = sessions[place];
    if (session === undefined) return false;
    show(session.events);
    return true;
  }

  return {
    button,
    note,
    showNext,
    current(events) {
      const session = sessions[place];
      const isShown =
        session !== undefined &&
        session.events.length === events.length &&
        session.events.every((event, index) => event === events[index]);
      note.hidden = !isShown;
      if (!isShown) return undefined;
      const next = session.next === undefined ? '' : ` What came next: ${describe(session.next)}.`;
      note.textContent = `Real session ${place + 1} of ${sessions.length}.${next}`;
      return session;
    },
  };
}

function sessionsOf(value: unknown): readonly RealSession[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((session: unknown) => {
    if (!isRecord(session) || !Array.isArray(session['events'])) return [];
    const events = session['events'].filter((event) => typeof event === 'string');
    const next = session['next'];
    return [{ events, next: typeof next === 'string' ? next : undefined }];
  });
}
