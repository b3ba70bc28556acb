import { EndpointUnmanagedError, ModelRefusedByEndpointError } from '../errors.ts';
import { isRunning } from './liveness.ts';
import type { EndpointRecord } from './state.ts';

/** Loading the largest of our models takes a few seconds; a busy laptop takes longer. */
const TIMEOUT_MS = 30_000;

/** The model behind /invocations, as our server names it. */
export const DEFAULT_MODEL_PATH = '/models/default';
export const CHALLENGER_PATH = `${DEFAULT_MODEL_PATH}/challenger`;

function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) {
      const { error } = body;
      if (typeof error === 'object' && error !== null && 'message' in error) {
        return String(error.message);
      }
    }
  } catch {
    // Not JSON: shown as it is
  }
  return text.slice(0, 300);
}

/**
 * Asks a server to load, swap or drop a model while it runs.
 *
 * @throws EndpointUnmanagedError if it does not answer such requests; ModelRefusedByEndpointError with its reason
 */
export async function manage(
  record: EndpointRecord,
  request: {
    readonly method: 'PUT' | 'DELETE';
    readonly path: string;
    readonly body?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { name, url } = record;
  const { method, path, body } = request;
  if (!(await isRunning(record))) throw new EndpointUnmanagedError(name, 'it does not run');
  let response: Response;
  try {
    response = await fetch(url + path, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', connection: 'close' },
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new EndpointUnmanagedError(name, String(reason), { cause: error });
  }
  const text = await response.text();
  if (response.ok) return;
  if (response.status === 422 || response.status === 507) {
    throw new ModelRefusedByEndpointError(name, messageOf(text));
  }
  throw new EndpointUnmanagedError(name, `status ${response.status}: ${messageOf(text)}`);
}
