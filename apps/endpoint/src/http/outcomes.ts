import { MAX_OUTCOMES_BYTES, OutcomesError, readOutcomes } from '@lf/serving';
import { RequestError } from '../errors.ts';
import { parseJson, requireJsonType } from './body.ts';
import { pathUnknown } from './path-unknown.ts';
import type { Reply } from './reply.ts';
import type { Call, RouteContext } from './route.ts';

/** `POST /outcomes`: what became of sessions after their predictions, for the log of the traffic. */
export async function outcomes(call: Call, context: RouteContext): Promise<Reply> {
  const { requestLog, limits } = context;
  if (requestLog === null) throw pathUnknown(context);
  const body = await call.read(Math.min(limits.maxBodyBytes, MAX_OUTCOMES_BYTES));
  requireJsonType(call.request);
  const value = parseJson(body, '{"outcomes": [...]}');
  try {
    return { status: 200, body: requestLog.outcomes(readOutcomes(value)) };
  } catch (error) {
    if (!(error instanceof OutcomesError)) throw error;
    throw new RequestError(400, error.code, error.message);
  }
}
