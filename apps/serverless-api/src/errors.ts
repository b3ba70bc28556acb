/** What every error of this package carries: a stable code, and fields for the answer or the log. */
export abstract class ServerlessApiError extends Error {
  abstract readonly code: string;
  /** Fields that help the caller, shown in the answer. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    fields: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
    this.fields = fields;
  }
}

/** The request is wrong: the caller has to change it. */
export abstract class RequestError extends ServerlessApiError {}

/** The query string has no `session`. */
export class MissingParameterError extends RequestError {
  readonly code = 'missing_parameter';

  constructor(expected: string, nearest: string | undefined) {
    const hint = nearest === undefined ? '' : ` ('${nearest}' is not read)`;
    super(
      `Reading the query string: expected the parameter 'session', got none${hint}. Ask with ${expected}.`,
      {
        parameter: 'session',
      },
    );
  }
}

/** The `session` is there and holds nothing. */
export class EmptySessionError extends RequestError {
  readonly code = 'empty_session';

  /** @param allowed what an event may be, where that is a short list */
  constructor(expected: string, allowed?: readonly string[]) {
    super(
      `Reading the session: expected at least one event, got none. Ask with ${expected}.`,
      allowed === undefined ? {} : { allowed },
    );
  }
}

/** The session is longer than this service answers. */
export class TooManyEventsError extends RequestError {
  readonly code = 'too_many_events';

  constructor(events: number, limit: number) {
    super(
      `Reading the session: expected at most ${limit} events, got ${events}. Send the latest ${limit}.`,
      {
        limit,
        events,
      },
    );
  }
}

/** One event that the model does not know, by its place in the session. */
export interface UnknownAction {
  /** Counted from 0. */
  readonly position: number;
  readonly action: string;
  readonly nearest?: string;
}

/** The session holds events that are no actions. */
export class UnknownActionError extends RequestError {
  readonly code = 'unknown_action';

  constructor(
    unknown: readonly [UnknownAction, ...UnknownAction[]],
    count: number,
    allowed: readonly string[],
  ) {
    const [{ position, action, nearest }] = unknown;
    const more = count > 1 ? ` (and ${count - 1} more)` : '';
    const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    super(
      `Reading the session: expected each event to be one of ${allowed.join(', ')}, ` +
        `got '${action}' at position ${position}${more}.${hint}`,
      { allowed, unknown, ...(nearest === undefined ? {} : { nearest }) },
    );
  }
}

/** Why an endpoint gave no prediction. */
export type EndpointFailure = 'unreachable' | 'refused' | 'bad_answer';

/** The endpoint was asked and gave no usable prediction. */
export class EndpointError extends ServerlessApiError {
  readonly code = 'endpoint_error';
  /** What the endpoint or the client said: for the log, it may name accounts and hosts. */
  readonly detail: string;

  constructor(
    reason: EndpointFailure,
    what: {
      readonly endpoint: string;
      readonly expected: string;
      readonly got: string;
      readonly detail: string;
    },
    options?: ErrorOptions,
  ) {
    super(
      `Asking the endpoint ${what.endpoint} for a prediction: expected ${what.expected}, got ${what.got}. ` +
        `See the log under this request id.`,
      { reason, endpoint: what.endpoint },
      options,
    );
    this.detail = what.detail;
  }
}

/** The endpoint did not answer in time. */
export class EndpointTimeoutError extends ServerlessApiError {
  readonly code = 'endpoint_timeout';

  constructor(endpoint: string, timeoutMs: number, options?: ErrorOptions) {
    super(
      `Asking the endpoint ${endpoint} for a prediction: expected an answer within ${timeoutMs} ms, got none. ` +
        `Ask again, or raise LF_API_TIMEOUT_MS.`,
      { reason: 'timeout', endpoint, timeoutMs },
      options,
    );
  }
}

/** The service's own settings are wrong: its operator has to change them. */
export class SettingsError extends ServerlessApiError {
  readonly code = 'setting_invalid';

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      `Reading the settings of the service:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      {},
      options,
    );
  }
}

/** A bundle's `vocabulary.json` is none: pack the bundle again. */
export class VocabularyError extends ServerlessApiError {
  readonly code = 'vocabulary_invalid';
  /** What is wrong, without what was being done. */
  readonly reason: string;

  constructor(problem: string, options?: ErrorOptions) {
    const reason =
      `vocabulary.json: expected {"schemaVersion": 1, "firstItemId": 2, "skus": [...]} with different SKUs, ` +
      `but ${problem}`;
    super(`Reading the vocabulary of a bundle: ${reason}. Pack the bundle again.`, {}, options);
    this.reason = reason;
  }
}

/** The bundle that LF_API_BUNDLE names cannot be fetched now: another try may succeed. */
export class BundleUnavailableError extends ServerlessApiError {
  readonly code = 'bundle_unavailable';
  /** For the log: addresses may name accounts and hosts. */
  readonly detail: string;

  constructor(location: string, cause: unknown) {
    super(
      'Fetching the model: expected its bundle, got none. Ask again shortly; the log has the reason under this ' +
        'request id.',
      {},
      { cause },
    );
    // A query may hold a signature
    const [address = ''] = location.split('?', 1);
    this.detail = `${address}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
