import { InvocationError } from './errors.ts';

/** A request in TensorFlow Serving's JSON form. */
export interface Invocation {
  /** Base address of an endpoint, `http://127.0.0.1:8080`. */
  readonly url: string;
  /** intent: `[instance, time, action]`, one-hot rows. */
  readonly instances: readonly unknown[];
  readonly timeoutMs?: number;
  /** Sent as `x-request-id`, so that it is found in the server's log. */
  readonly requestId?: string;
  /** Sent as `x-api-key`, where the endpoint wants it. */
  readonly apiKey?: string;
}

/** A hundred times a slow prediction, well under SageMaker's 60 s. */
export const DEFAULT_INVOKE_TIMEOUT_MS = 5_000;
const SHOWN_CHARS = 300;

function predictionsOf(body: unknown): number[][] | null {
  if (typeof body !== 'object' || body === null || !('predictions' in body)) return null;
  const { predictions } = body;
  const isRow = (row: unknown): row is number[] =>
    Array.isArray(row) && row.every((value) => typeof value === 'number');
  return Array.isArray(predictions) && predictions.every(isRow) ? predictions : null;
}

async function post({
  url,
  instances,
  requestId,
  apiKey,
  timeoutMs,
}: Invocation & { timeoutMs: number }) {
  const headers = {
    'content-type': 'application/json',
    ...(requestId !== undefined && { 'x-request-id': requestId }),
    ...(apiKey !== undefined && { 'x-api-key': apiKey }),
  };
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const body = JSON.stringify({ instances });
    const response = await fetch(`${url}/invocations`, { method: 'POST', headers, body, signal });
    return { status: response.status, ok: response.ok, text: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new InvocationError('invocation_timed_out', url, `no answer within ${timeoutMs} ms`, {
        cause: error,
      });
    }
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new InvocationError('invocation_failed', url, String(reason), { cause: error });
  }
}

/**
 * Asks an endpoint for predictions.
 *
 * @returns one row of outputs an instance, `[instance, output]`
 * @throws InvocationError: `invocation_timed_out`, `invocation_failed` (no connection), `invocation_refused`
 * (an error status, in `status`), `invocation_answer` (not one row of numbers an instance)
 * @example
 * const [[probability]] = await invoke({ url: endpoint.url, instances: [[[1, 0, 0, 0, 0, 0, 0]]] });
 */
export async function invoke({
  timeoutMs = DEFAULT_INVOKE_TIMEOUT_MS,
  ...invocation
}: Invocation): Promise<number[][]> {
  const { url, instances } = invocation;
  const { status, ok, text } = await post({ ...invocation, timeoutMs });
  const shown = text.slice(0, SHOWN_CHARS);
  if (!ok) {
    throw new InvocationError('invocation_refused', url, `status ${status}: ${shown}`, { status });
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new InvocationError('invocation_answer', url, `expected JSON, got ${shown}`, {
      status,
      cause: error,
    });
  }
  const predictions = predictionsOf(body);
  if (predictions?.length !== instances.length) {
    const expected = `expected ${instances.length} rows of numbers in "predictions"`;
    throw new InvocationError('invocation_answer', url, `${expected}, got ${shown}`, { status });
  }
  return predictions;
}
