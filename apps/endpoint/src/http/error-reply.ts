import { isRequestFault, RequestError } from '../errors.ts';
import { ClientGoneError } from './body.ts';
import type { Reply } from './reply.ts';

export const errorBody = (code: string, message: string) => ({ error: { code, message } });

export function replyToError(error: unknown): Reply {
  if (isRequestFault(error)) {
    const headers = error instanceof RequestError ? error.headers : {};
    return { status: error.status, body: errorBody(error.code, error.message), headers };
  }
  return {
    status: 500,
    body: errorBody('internal_error', 'The prediction failed; the log has the reason.'),
  };
}

/** What the log says of a failure; a client's mistake by its code alone: messages may quote the request. */
export function failureFields(error: unknown): {
  readonly code?: string;
  readonly reason?: string;
} {
  if (error === undefined) return {};
  if (error instanceof ClientGoneError) return { code: 'client_gone' };
  if (isRequestFault(error)) return { code: error.code };
  return { code: 'internal_error', reason: error instanceof Error ? error.message : 'unknown' };
}
