/** The version of the lines. */
export const LOG_LINE_VERSION = 1;

/** A session that was asked about, without who asked. */
export interface LoggedSession {
  /** Intent: codes of the shopper's actions, a digit each, oldest first. Rec: token ids as /invocations takes them. */
  readonly session: string | readonly number[];
  /** Intent: the probability of a purchase. */
  readonly p?: number;
  /** Rec: token ids, best first. */
  readonly top?: readonly number[];
  /** Rec: how many products of the session the model does not know; left out where it is 0. */
  readonly unknown?: number;
}

/** A line of a prediction. */
export interface RequestLine extends LoggedSession {
  readonly lf: 'request';
  readonly v: typeof LOG_LINE_VERSION;
  /** When, to the second, UTC. */
  readonly t: string;
  /** The request's id, hashed. */
  readonly id: string;
  /** The session's id as the header `x-session-id` named it, hashed; left out where the client named none. */
  readonly s?: string;
  /** Which instance of the request; left out for the first one. */
  readonly i?: number;
  readonly kind: 'intent' | 'rec';
  /** `bundleVersion` of what answered; null where the service does not know it. */
  readonly model: string | null;
}

/** What became of a session after its prediction, as the shop tells it. */
export interface Outcome {
  /** As the answer's header `x-request-id` had it. */
  readonly requestId: string;
  /** Which instance of the request. */
  readonly instance: number;
  /** Intent: whether a purchase followed. */
  readonly purchased?: boolean;
  /** Rec: the product that came next. */
  readonly next?: string;
}

/** A line of an outcome. */
export interface OutcomeLine {
  readonly lf: 'outcome';
  readonly v: typeof LOG_LINE_VERSION;
  readonly t: string;
  readonly id: string;
  readonly i?: number;
  readonly purchased?: boolean;
  /** A SKU. */
  readonly next?: string;
}

export type LogLineOfTraffic = RequestLine | OutcomeLine;
