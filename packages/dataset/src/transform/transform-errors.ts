import { DatasetError } from '../errors.ts';

/** A session with more events than a shopper can make. */
export interface LongSession {
  readonly sessionId: string;
  readonly events: number;
}

/** Sessions have more events than the limit: bots or a broken session id. */
export class LongSessionsError extends DatasetError {
  override readonly name = 'LongSessionsError';
  /** The longest first, at most 20. */
  readonly longest: readonly LongSession[];
  readonly count: number;
  readonly maxEventsPerSession: number;

  constructor(longest: readonly LongSession[], count: number, maxEventsPerSession: number) {
    super(
      'long_sessions',
      [
        `${count} ${count === 1 ? 'session has' : 'sessions have'} more than ${maxEventsPerSession} events:`,
        ...longest.map(({ sessionId, events }) => `  ${sessionId}: ${events} events`),
        ...(count > longest.length ? [`  and ${count - longest.length} more`] : []),
        "Such sessions are bots or a broken session id. Set longSessions to 'drop' to leave them out, or raise maxEventsPerSession.",
      ].join('\n'),
    );
    this.longest = longest;
    this.count = count;
    this.maxEventsPerSession = maxEventsPerSession;
  }
}
