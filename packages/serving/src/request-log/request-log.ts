import { hashedId } from './hashed-id.ts';
import {
  LOG_LINE_VERSION,
  type LoggedSession,
  type LogLineOfTraffic,
  type Outcome,
  type RequestLine,
} from './log-lines.ts';

/** Takes lines and never waits: what it has no room for is dropped and counted. */
export interface LineSink {
  /** @param line without its end */
  write(line: string): boolean;
  /** Writes what is left, as far as it can be. */
  close(): Promise<void>;
}

/** What became of lines since the start. */
export type LineFate = 'request' | 'outcome' | 'unsampled_outcome' | 'dropped' | 'failed';

/** Counts lines by what became of them. */
export type CountLines = (fate: LineFate, lines: number) => void;

/** What is answered to `POST /outcomes`. */
export interface OutcomesTaken {
  /** Outcomes that are kept. */
  readonly accepted: number;
  /** Outcomes of requests that were not sampled. */
  readonly unsampled: number;
  /** Outcomes for which there was no room. */
  readonly dropped: number;
}

/** The sampled traffic on its way to where it is kept. It never throws and never waits. */
export interface RequestLog {
  /** Whether a request is one of the sample: by its id alone, so that all processes agree, and outcomes too. */
  takes(requestId: string): boolean;
  /**
   * Keeps what was asked and answered; of a request that is not of the sample, nothing.
   *
   * @param of.sessionId as the header `x-session-id` names it: kept as a hash
   */
  request(
    requestId: string,
    of: Pick<RequestLine, 'kind' | 'model'> & {
      readonly sessions: readonly LoggedSession[];
      readonly sessionId?: string | undefined;
    },
  ): void;
  outcomes(outcomes: readonly Outcome[]): OutcomesTaken;
  close(): Promise<void>;
}

/** A line that is longer is dropped: a session of a thousand products has a tenth of it. */
const MAX_LINE_CHARACTERS = 65_536;

const ISO_TO_SECONDS = 19;

/**
 * A log of sampled traffic.
 *
 * @param of.sampleRatio share of the requests that are kept
 */
export function createRequestLog(of: {
  readonly sampleRatio: number;
  readonly sink: LineSink;
  readonly now: () => Date;
  readonly count?: CountLines;
}): RequestLog {
  const { sampleRatio, sink, now, count = () => undefined } = of;
  const time = () => `${now().toISOString().slice(0, ISO_TO_SECONDS)}Z`;
  const put = (line: LogLineOfTraffic): boolean => {
    const text = JSON.stringify(line);
    const isTaken = text.length <= MAX_LINE_CHARACTERS && sink.write(text);
    count(isTaken ? line.lf : 'dropped', 1);
    return isTaken;
  };
  return {
    takes: (requestId) => hashedId(requestId).place < sampleRatio,
    request: (requestId, { kind, model, sessions, sessionId = '' }) => {
      const { id, place } = hashedId(requestId);
      if (place >= sampleRatio) return;
      const t = time();
      sessions.forEach((session, i) => {
        put({
          lf: 'request',
          v: LOG_LINE_VERSION,
          t,
          id,
          ...(i > 0 && { i }),
          ...(sessionId !== '' && { s: hashedId(sessionId).id }),
          kind,
          model,
          ...session,
        });
      });
    },
    outcomes: (outcomes) => {
      const t = time();
      let accepted = 0;
      let unsampled = 0;
      for (const { requestId, instance, purchased, next } of outcomes) {
        const { id, place } = hashedId(requestId);
        if (place >= sampleRatio) {
          unsampled += 1;
          continue;
        }
        const isTaken = put({
          lf: 'outcome',
          v: LOG_LINE_VERSION,
          t,
          id,
          ...(instance > 0 && { i: instance }),
          ...(purchased !== undefined && { purchased }),
          ...(next !== undefined && { next }),
        });
        if (isTaken) accepted += 1;
      }
      if (unsampled > 0) count('unsampled_outcome', unsampled);
      return { accepted, unsampled, dropped: outcomes.length - accepted - unsampled };
    },
    close: () => sink.close(),
  };
}
