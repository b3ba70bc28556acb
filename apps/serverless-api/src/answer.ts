import {
  BundleUnavailableError,
  EndpointError,
  EndpointTimeoutError,
  RequestError,
  ServerlessApiError,
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
  /** `Access-Control-Allow-Origin`. */
  readonly corsOrigin: string;
}

/** The answer to a session that was predicted; the kind of model adds fields of its own. */
export interface PredictionBody extends Prediction {
  /** Seconds from the request's arrival to the answer. */
  readonly time: number;
  /** What predicted: the endpoint's SageMaker name or its URL, or the bundle. */
  readonly endpoint: string;
}

/** 200 with the prediction. */
export function answerPrediction(body: PredictionBody, envelope: Envelope): Answer {
  return answer(200, body, envelope);
}

/** 204 for a browser that asks whether it may: GET, with a request id of its own. */
export function answerPreflight({ requestId, corsOrigin }: Envelope): Answer {
  return {
    statusCode: 204,
    headers: {
      'x-request-id': requestId,
      'access-control-allow-origin': corsOrigin,
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'x-request-id',
      'access-control-max-age': '86400',
    },
    body: '',
  };
}

/**
 * The JSON answer for anything thrown: code, message, the fields of the error, the request id; never a stack.
 *
 * 400 for requests, 502 for an endpoint that fails, 503 for a model that
 * cannot be fetched now, 504 for an endpoint that is late, 500 for the service itself.
 */
export function answerError(error: unknown, envelope: Envelope): Answer {
  const body = isTellable(error)
    ? { code: error.code, message: error.message, ...error.fields }
    : {
        code: error instanceof SettingsError ? error.code : 'internal_error',
        message:
          'Answering the request failed inside the service. See its log under this request id.',
      };
  return answer(statusOf(error), { ...body, requestId: envelope.requestId }, envelope);
}

function statusOf(error: unknown): number {
  if (error instanceof RequestError) return 400;
  if (error instanceof EndpointError) return 502;
  if (error instanceof BundleUnavailableError) return 503;
  if (error instanceof EndpointTimeoutError) return 504;
  return 500;
}

/** Settings are the operator's business: the log has them, the public answer has not. */
function isTellable(error: unknown): error is ServerlessApiError {
  return error instanceof ServerlessApiError && !(error instanceof SettingsError);
}

function answer(statusCode: number, body: object, { requestId, corsOrigin }: Envelope): Answer {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      'access-control-allow-origin': corsOrigin,
      'access-control-expose-headers': 'x-request-id',
    },
    body: JSON.stringify(body),
  };
}
