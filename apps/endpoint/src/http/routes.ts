import { RequestError } from '../errors.ts';
import { requireAllowedHost, requireKey } from './guard.ts';
import { CHALLENGER_ROUTE, MODEL_ROUTE, MODELS_ROUTE } from './management.ts';
import { outcomes } from './outcomes.ts';
import { pathUnknown } from './path-unknown.ts';
import { invocations, predict } from './predictions.ts';
import { publicPage } from './public-pages.ts';
import type { Reply } from './reply.ts';
import type { Call, Route, RouteContext } from './route.ts';

async function ping(_call: Call, { phase }: RouteContext): Promise<Reply> {
  return { status: phase === 'ready' ? 200 : 503, body: { status: phase } };
}

async function metrics(_call: Call, context: RouteContext): Promise<Reply> {
  const { contentType, body } = await context.metrics.text();
  return { status: 200, body, contentType };
}

/** A model's state, as TensorFlow Serving tells it. */
async function modelStatus({ model }: Call, { registry }: RouteContext): Promise<Reply> {
  const { champion, challenger } = registry.slot(model);
  const served = [champion, ...(challenger ? [challenger.served] : [])];
  const status = { error_code: 'OK', error_message: '' };
  return {
    status: 200,
    body: {
      model_version_status: served.map(({ version }) => ({ version, state: 'AVAILABLE', status })),
    },
  };
}

const PLAIN_ROUTES: readonly Route[] = [
  { pattern: '/ping', methods: { GET: ping, HEAD: ping }, isForAnyHost: true },
  { pattern: '/metrics', methods: { GET: metrics }, guarded: 'metrics' },
  { pattern: '/invocations', methods: { POST: invocations }, guarded: 'invocations' },
  { pattern: '/outcomes', methods: { POST: outcomes }, guarded: 'invocations' },
  {
    pattern: '/predict',
    methods: { GET: predict, OPTIONS: publicPage },
  },
  ...['/', '/items', '/sessions', '/openapi.json'].map((pattern) => ({
    pattern,
    methods: { GET: publicPage, OPTIONS: publicPage },
  })),
  MODELS_ROUTE,
];

const PLAIN: ReadonlyMap<string, Route> = new Map(
  PLAIN_ROUTES.map((route) => [route.pattern, route]),
);

/** Paths with a model's name, percent-encoded, as their only group. */
const NAMED: readonly { readonly path: RegExp; readonly route: Route }[] = [
  {
    path: /^\/v1\/models\/([^/:]+):predict$/,
    route: {
      pattern: '/v1/models/<name>:predict',
      methods: { POST: invocations },
      guarded: 'invocations',
    },
  },
  {
    path: /^\/models\/([^/]+)\/invoke$/,
    route: {
      pattern: '/models/<name>/invoke',
      methods: { POST: invocations },
      guarded: 'invocations',
    },
  },
  {
    path: /^\/v1\/models\/([^/:]+)$/,
    route: { pattern: '/v1/models/<name>', methods: { GET: modelStatus } },
  },
  { path: /^\/models\/([^/]+)\/challenger$/, route: CHALLENGER_ROUTE },
  { path: /^\/models\/([^/]+)$/, route: MODEL_ROUTE },
];

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A route and the model that the path names. */
export interface Match {
  readonly route: Route;
  readonly model: string;
}

/** The route of a path without its query; null if there is none. */
export function matchRoute(path: string): Match | null {
  const plain = PLAIN.get(path);
  if (plain) return { route: plain, model: '' };
  for (const { path: pattern, route } of NAMED) {
    const name = pattern.exec(path)?.[1];
    if (name !== undefined) return { route, model: decoded(name) };
  }
  return null;
}

/** @throws RequestError 403 for a foreign Host header, 401 for a key that is missing or wrong, 404, 405, and what the route throws */
export async function answer(
  match: Match | null,
  call: Omit<Call, 'model'>,
  context: RouteContext,
): Promise<Reply> {
  if (match?.route.isForAnyHost !== true) requireAllowedHost(call.request, context.allowedHosts);
  if (!match) throw pathUnknown(context);
  requireKey(call.request, match.route.guarded, context.guard);
  const { methods, pattern } = match.route;
  const method = call.request.method ?? '';
  const act = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!act) {
    const allowed = Object.keys(methods).join(', ');
    throw new RequestError(405, 'method_not_allowed', `${pattern}: expected ${allowed}.`, {
      allow: allowed,
    });
  }
  return act({ ...call, model: match.model }, context);
}
