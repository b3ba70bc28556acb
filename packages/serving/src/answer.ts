import {
  ApiKeyError,
  BundleUnavailableError,
  EndpointError,
  EndpointSuspendedError,
  EndpointTimeoutError,
  HostError,
  MethodError,
  OutOfScopeError,
  PathUnknownError,
  RequestError,
  ServingError,
  SettingsError,
} from './errors.ts';
import type { Prediction } from './models/model.ts';

/** An answer as API Gateway takes it from a Lambda. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What every answer carries, whatever became of the request. */
export interface Envelope {
  readonly requestId: string;
  /** `Access-Control-Allow-Origin`; undefined: none, so that the pages of other sites read no answer. */
  readonly corsOrigin: string | undefined;
}

/** The answer to a session that was predicted; the kind of model adds fields of its own. */
export interface PredictionBody extends Prediction {
  /** Seconds from the request's arrival to the answer. */
  readonly time: number;
  /** What predicted: the endpoint's SageMaker name or its URL, or the bundle. */
  readonly endpoint: string;
}

/** 200 with JSON. */
export function answerJson(body: object, envelope: Envelope): Answer {
  return answer(200, JSON.stringify(body), {
    'content-type': 'application/json; charset=utf-8',
    ...common(envelope),
  });
}

/** 200 with a page that may do nothing but what its policy says. */
export function answerPage(html: string, policy: string, envelope: Envelope): Answer {
  return answer(200, html, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    ...common(envelope),
  });
}

/** 204 for a browser that asks whether it may: GET, with ids and a key of its own. */
export function answerPreflight(envelope: Envelope): Answer {
  return answer(204, '', {
    'x-request-id': envelope.requestId,
    ...cors(envelope),
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'x-request-id, x-session-id, x-api-key',
    'access-control-max-age': '86400',
  });
}

/**
 * The JSON answer for anything thrown: code, message, the fields of the error, the request id; never a stack.
 *
 * 400 for requests, 401 for a wrong key, 403 for a foreign host, 404 and 405 for paths and methods, 422 for sessions out
 * of scope, 502 for an endpoint that fails, 503 for one
 * that is left alone or a model that cannot be fetched now, 504 for an endpoint that is late, 500 for the service itself.
 */
export function answerError(error: unknown, envelope: Envelope): Answer {
  const body = isTellable(error)
    ? { code: error.code, message: error.message, ...error.fields }
    : {
        code: error instanceof SettingsError ? error.code : 'internal_error',
        message:
          'Answering the request failed inside the service. See its log under this request id.',
      };
  return answer(statusOf(error), JSON.stringify({ ...body, requestId: envelope.requestId }), {
    'content-type': 'application/json; charset=utf-8',
    ...headersOf(error),
    ...common(envelope),
  });
}

function statusOf(error: unknown): number {
  if (error instanceof RequestError) return 400;
  if (error instanceof ApiKeyError) return 401;
  if (error instanceof HostError) return 403;
  if (error instanceof PathUnknownError) return 404;
  if (error instanceof MethodError) return 405;
  if (error instanceof OutOfScopeError) return 422;
  if (error instanceof EndpointError) return 502;
  if (error instanceof EndpointSuspendedError || error instanceof BundleUnavailableError)
    return 503;
  if (error instanceof EndpointTimeoutError) return 504;
  return 500;
}

function headersOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof MethodError) return { allow: `${error.allowed}, OPTIONS` };
  if (error instanceof EndpointSuspendedError)
    return { 'retry-after': String(error.retryAfterSeconds) };
  return error instanceof BundleUnavailableError ? { 'retry-after': '1' } : {};
}

/** Settings are the operator's business: the log has them, the public answer has not. */
function isTellable(error: unknown): error is ServingError {
  return error instanceof ServingError && !(error instanceof SettingsError);
}

function answer(
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): Answer {
  return { statusCode, headers, body };
}

function common(envelope: Envelope): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': envelope.requestId,
    ...cors(envelope),
    'access-control-expose-headers': 'x-request-id, retry-after',
  };
}

/** An answer to one of several origins is not for the others: caches have to know. */
function cors({ corsOrigin }: Envelope): Readonly<Record<string, string>> {
  if (corsOrigin === undefined) return { 'cross-origin-resource-policy': 'same-origin' };
  return {
    'access-control-allow-origin': corsOrigin,
    ...(corsOrigin === '*' ? {} : { vary: 'origin' }),
  };
}
