import type { IntentScope } from '@lf/contract';
import { hostForbidden, type AllowedHosts } from './allowed-hosts.ts';

/** What every error of this package carries: a stable code, and fields for the answer or the log. */
export abstract class ServingError extends Error {
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
export abstract class RequestError extends ServingError {}

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
export class EndpointError extends ServingError {
  readonly code = 'endpoint_error';
  /** What the endpoint or the client said: for the log, it may name accounts and hosts. */
  readonly detail: string;
  /** Whether another try may succeed. */
  readonly isTransient: boolean;

  constructor(
    reason: EndpointFailure,
    what: {
      readonly endpoint: string;
      readonly expected: string;
      readonly got: string;
      readonly detail: string;
      /** Default false. */
      readonly isTransient?: boolean;
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
    this.isTransient = what.isTransient ?? false;
  }
}

/** The endpoint did not answer in time. */
export class EndpointTimeoutError extends ServingError {
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

/** The endpoint failed several times in a row and is left alone for a while. */
export class EndpointSuspendedError extends ServingError {
  readonly code = 'endpoint_suspended';
  /** Whole seconds, as `Retry-After` takes them. */
  readonly retryAfterSeconds: number;

  constructor(endpoint: string, waitMs: number) {
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    super(
      `Asking the endpoint ${endpoint} for a prediction: it failed several times in a row and is left alone. ` +
        `Ask again in ${retryAfterSeconds} s.`,
      { reason: 'suspended', endpoint, retryAfterSeconds },
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The Host header names a host that this service does not answer by. */
export class HostError extends ServingError {
  readonly code = 'host_forbidden';

  constructor(allowed: AllowedHosts) {
    super(hostForbidden(allowed, 'LF_API_ALLOWED_HOSTS'));
  }
}

/** The caller did not say, or said wrongly, that it may ask. */
export class ApiKeyError extends ServingError {
  readonly code: 'api_key_missing' | 'api_key_wrong';

  constructor(isMissing: boolean) {
    super(
      `Reading the header x-api-key: expected the key of this service, got ${isMissing ? 'none' : 'another'}. ` +
        'Ask its operator for the key.',
    );
    this.code = isMissing ? 'api_key_missing' : 'api_key_wrong';
  }
}

/** There is nothing at this path. */
export class PathUnknownError extends ServingError {
  readonly code = 'path_unknown';

  constructor(paths: readonly string[]) {
    super(`Reading the path: expected one of ${paths.join(', ')}.`, { allowed: paths });
  }
}

/** The path answers other methods. */
export class MethodError extends ServingError {
  readonly code = 'method_not_allowed';
  readonly allowed: 'GET' | 'POST';

  constructor(allowed: 'GET' | 'POST') {
    super(`Reading the method: expected ${allowed}.`, { allowed: [allowed] });
    this.allowed = allowed;
  }
}

/** The query string is longer than this service reads. */
export class QueryTooLongError extends RequestError {
  readonly code = 'query_too_long';

  constructor(characters: number, limit: number) {
    super(
      `Reading the query string: expected at most ${limit} characters, got ${characters}. Send the latest events.`,
      { limit },
    );
  }
}

/** A parameter holds what it may not hold. */
export class ParameterError extends RequestError {
  readonly code = 'parameter_invalid';

  constructor(parameter: string, expected: string, got: string) {
    super(`Reading the query string: expected ${parameter} to be ${expected}, got '${got}'.`, {
      parameter,
    });
  }
}

/** The query string has a parameter that the path does not read. */
export class UnknownParameterError extends RequestError {
  readonly code = 'unknown_parameter';

  constructor(parameter: string, allowed: readonly string[], nearest: string | undefined) {
    const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    super(
      `Reading the query string: expected no parameters but ${allowed.join(', ')}, got '${parameter}'.${hint}`,
      { parameter, allowed, ...(nearest === undefined ? {} : { nearest }) },
    );
  }
}

/** The session is valid, but not of the kind that the model was trained on. */
export class OutOfScopeError extends ServingError {
  readonly code = 'out_of_scope';

  constructor(scope: Exclude<IntentScope, 'in_scope'>) {
    const got = { no_add_yet: 'no add', already_bought: 'a purchase' }[scope];
    super(
      `Predicting: expected a session with an add and without a purchase, as those that the model was trained on, got ${got}. ` +
        'Ask when the shopper has a cart and has not bought yet.',
      { scope },
    );
  }
}

/** The service's own settings are wrong: its operator has to change them. */
export class SettingsError extends ServingError {
  readonly code = 'setting_invalid';

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      `Reading the settings of the service:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      {},
      options,
    );
  }
}

/** The bundle that LF_API_BUNDLE names cannot be fetched now: another try may succeed. */
export class BundleUnavailableError extends ServingError {
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

/** A sound bundle that cannot be served: another kind, other inputs, a model that does not run. */
export class ModelRefusedError extends ServingError {
  readonly code = 'model_refused';

  constructor(reason: string, options?: ErrorOptions) {
    super(`Loading the model: ${reason}.`, {}, options);
  }
}

/** A bundle's `showcase.json` is wrong: pack the bundle again. */
export class ShowcaseError extends ServingError {
  readonly code = 'showcase_invalid';
  /** What is wrong, without what was being done. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`Reading showcase.json: ${reason}. Pack the bundle again.`, {}, options);
    this.reason = reason;
  }
}

/** The instances of a request for predictions are wrong (400) or too many (413). */
export class InstancesError extends ServingError {
  readonly status: 400 | 413;
  readonly code: string;

  constructor(status: 400 | 413, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A model answered with something else than it promised: other outputs, more, fewer or no numbers. */
export class ModelOutputError extends ServingError {
  readonly code = 'model_output_invalid';
}

/** ONNX Runtime would start in a worker thread of a process that did not decide on usage data. */
export class TelemetryUndecidedError extends ServingError {
  readonly code = 'telemetry_undecided';
}

/** Sessions of a batch could not be scored: `code` and message are those of what happened. */
export class ScoringError extends ServingError {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, {}, options);
    this.code = code;
  }
}
