import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.ts';
import type { RequestLimits } from '../limits.ts';
import type { Model } from '../model/model.ts';
import type { PublicApi } from './public-api.ts';
import type { Reply } from './reply.ts';
import { parseJson, readBody, requireJsonType } from './body.ts';

/** Where the server stands; /ping tells it. */
export type Readiness =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready' | 'draining'; readonly model: Model; readonly publicApi?: PublicApi };

export interface RouteContext {
  readonly readiness: Readiness;
  readonly limits: RequestLimits;
}

interface Route {
  readonly methods: readonly string[];
  readonly answer: (request: IncomingMessage, context: RouteContext) => Promise<Reply>;
}

async function ping(_request: IncomingMessage, { readiness }: RouteContext): Promise<Reply> {
  return { status: readiness.phase === 'ready' ? 200 : 503, body: { status: readiness.phase } };
}

async function invocations(
  request: IncomingMessage,
  { readiness, limits }: RouteContext,
): Promise<Reply> {
  const body = await readBody(request, limits.maxBodyBytes);
  requireJsonType(request);
  if (readiness.phase === 'loading') throw modelLoading();
  const { predictions } = await readiness.model.answer(parseJson(body), limits);
  return { status: 200, body: { predictions }, instances: predictions.length };
}

async function predict(request: IncomingMessage, { readiness }: RouteContext): Promise<Reply> {
  if (readiness.phase === 'loading') throw modelLoading();
  if (readiness.publicApi === undefined) throw pathUnknown();
  return readiness.publicApi(request);
}

function modelLoading(): RequestError {
  return new RequestError(503, 'model_loading', 'The model is being loaded. Try again shortly.', {
    'retry-after': '1',
  });
}

function pathUnknown(): RequestError {
  return new RequestError(404, 'path_unknown', 'Expected GET /ping or POST /invocations.');
}

export const ROUTES: Readonly<Record<string, Route>> = {
  '/ping': { methods: ['GET', 'HEAD'], answer: ping },
  '/invocations': { methods: ['POST'], answer: invocations },
  '/predict': { methods: ['GET'], answer: predict },
};

/** The route of a request's path, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** @throws RequestError 404, 405, and what the route throws */
export async function route(request: IncomingMessage, context: RouteContext): Promise<Reply> {
  const path = pathOf(request);
  const found = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (!found) throw pathUnknown();
  if (!found.methods.includes(request.method ?? '')) {
    const allowed = found.methods.join(', ');
    throw new RequestError(405, 'method_not_allowed', `${path}: expected ${allowed}.`, {
      allow: allowed,
    });
  }
  return found.answer(request, context);
}
