import { RequestError } from '../errors.ts';
import type { RouteContext } from './route.ts';

/** A 404 that lists what is there. */
export function pathUnknown({
  publicApi,
  management,
  requestLog,
}: Pick<RouteContext, 'publicApi' | 'management' | 'requestLog'>): RequestError {
  const known = [
    'GET /ping',
    'GET /metrics',
    'POST /invocations',
    'POST /v1/models/<name>:predict',
    'POST /models/<name>/invoke',
    ...(requestLog ? ['POST /outcomes'] : []),
    ...(publicApi
      ? ['GET /', 'GET /predict', 'GET /items', 'GET /sessions', 'GET /openapi.json']
      : []),
    ...(management === 'off' ? [] : ['GET and POST /models']),
  ];
  return new RequestError(404, 'path_unknown', `Expected one of: ${known.join(', ')}.`);
}
