import {
  answerError,
  answerJson,
  answerPage,
  answerPreflight,
  type Answer,
  type Envelope,
} from './answer.ts';
import { isAllowedHost } from './allowed-hosts.ts';
import { requireApiKey } from './api-key.ts';
import { HostError, MethodError, PathUnknownError } from './errors.ts';
import { describeFailure, type LogLine } from './log.ts';
import { PLAYGROUND_POLICY } from './generated/playground-page.ts';
import { describeApi } from './openapi/document.ts';
import { findItems } from './routes/items.ts';
import { takeOutcomes } from './routes/outcomes.ts';
import { playgroundPage } from './routes/playground.ts';
import { predict } from './routes/predict.ts';
import { showSessions } from './routes/sessions.ts';
import { queryOf, type QueryEvent } from './query-of.ts';
import { chooseRequestId } from './request-id.ts';
import { openService, type Service } from './service.ts';
import type { Environment } from './settings.ts';
import type { Waiting } from './resilience/resilient-ask.ts';

/** What of an API Gateway request (payload 2.0) is read. */
export interface ApiEvent extends QueryEvent {
  readonly rawPath?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly requestContext?: { readonly http?: { readonly method?: string } };
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** What of Lambda's own context is read. */
export interface ApiContext {
  /** The id that Lambda logs the call under. */
  readonly awsRequestId?: string;
}

/** The world outside, handed in. */
export interface World extends Waiting {
  readonly environment: Environment;
  readonly newId: () => string;
  readonly log: (line: LogLine) => void;
  /** Where the lines of LF_REQUEST_LOG=stdout go; by default nowhere. */
  readonly print?: (line: string) => void;
}

/** One request on its way to an answer. */
export interface Call {
  readonly service: Service;
  /** As it came, without the question mark. */
  readonly query: string;
  /** What a POST brought, as text. */
  readonly body: string;
  readonly requestId: string;
  /** The header `x-session-id`; undefined where the caller names no session. */
  readonly sessionId: string | undefined;
  /** Seconds since the request arrived. */
  readonly elapsedSeconds: () => number;
  /** Tells the log how many events the session has. */
  readonly countEvents: (events: number) => void;
}

/** The path of predictions; also the one of an event without a path. */
const PREDICT_PATH = '/predict';

/** A path that answers. */
interface Route {
  /** The method that it answers, besides OPTIONS. */
  readonly method: 'GET' | 'POST';
  readonly answer: (call: Call, envelope: Envelope) => Answer | Promise<Answer>;
  /** Whether it is there for everybody, key or not. */
  readonly isOpen?: boolean;
}

function get(answer: Route['answer'], more: Pick<Route, 'isOpen'> = {}): Route {
  return { method: 'GET', answer, ...more };
}

function json(body: (call: Call) => object | Promise<object>): Route['answer'] {
  return async (call, envelope) => answerJson(await body(call), envelope);
}

/** The paths of a service: which there are depends on its model. */
function routesOf({ model, traffic, showcase }: Service): ReadonlyMap<string, Route> {
  return new Map<string, Route>([
    [PREDICT_PATH, get(json(predict))],
    ...(model.kind === 'rec' ? [['/items', get(json(findItems))] as const] : []),
    ...(showcase && showcase.sessions.length > 0
      ? [['/sessions', get(json(showSessions))] as const]
      : []),
    ...(traffic ? [['/outcomes', { method: 'POST', answer: json(takeOutcomes) }] as const] : []),
    [
      '/openapi.json',
      get(
        json(({ service }) => describeApi(service)),
        { isOpen: true },
      ),
    ],
    [
      '/',
      get(
        ({ service }, envelope) => answerPage(playgroundPage(service), PLAYGROUND_POLICY, envelope),
        { isOpen: true },
      ),
    ],
  ]);
}

/**
 * Makes the handler of the public API. It never throws.
 *
 * @param open called at the first request, and again at the next if it fails; by default what the environment names
 */
export function createApi(
  world: World,
  open: (world: World) => Service | Promise<Service> = openService,
): (event: ApiEvent, context?: ApiContext) => Promise<Answer> {
  // Read at the first request, kept for the life of the container
  let service: Service | undefined;
  let opening: Promise<Service> | undefined;
  const opened = async (): Promise<Service> => {
    opening ??= (async () => open(world))();
    try {
      return await opening;
    } finally {
      opening = undefined;
    }
  };

  return async (event, context) => {
    const startMs = world.nowMs();
    const requestId = chooseRequestId(
      [event.headers?.['x-request-id'], context?.awsRequestId],
      world.newId,
    );
    let events = 0;
    const done = (answer: Answer, failure: Partial<LogLine> = {}): Answer => {
      const ms = Math.round(world.nowMs() - startMs);
      const endpoint = service?.endpoint;
      world.log({ requestId, status: answer.statusCode, endpoint, events, ms, ...failure });
      return answer;
    };
    const envelope = () => ({
      requestId,
      corsOrigin: allowedOrigin(service?.settings.corsOrigins ?? ['*'], event.headers?.['origin']),
    });

    try {
      service ??= await opened();
      const { allowedHosts } = service.settings;
      if (!isAllowedHost(event.headers?.['host'], allowedHosts)) throw new HostError(allowedHosts);
      const method = event.requestContext?.http?.method ?? 'GET';
      if (method === 'OPTIONS') return done(answerPreflight(envelope()));
      const routes = routesOf(service);
      const route = routes.get(event.rawPath ?? PREDICT_PATH);
      if (route === undefined) throw new PathUnknownError([...routes.keys()]);
      if (method !== route.method) throw new MethodError(route.method);
      if (route.isOpen !== true)
        requireApiKey(service.settings.apiKey, event.headers?.['x-api-key']);
      const call = {
        service,
        query: queryOf(event),
        body: bodyOf(event),
        requestId,
        sessionId: event.headers?.['x-session-id'],
        elapsedSeconds: () => Math.round((world.nowMs() - startMs) * 1000) / 1e6,
        countEvents: (count: number) => {
          events = count;
        },
      };
      return done(await route.answer(call, envelope()));
    } catch (error) {
      return done(answerError(error, envelope()), describeFailure(error));
    }
  };
}

function bodyOf({ body, isBase64Encoded }: ApiEvent): string {
  if (typeof body !== 'string') return '';
  return isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body;
}

/** `Access-Control-Allow-Origin`: the caller's origin if it is one of the allowed ones, of which there may be none. */
function allowedOrigin(allowed: readonly string[], origin: string | undefined): string | undefined {
  const [first] = allowed;
  return origin !== undefined && allowed.includes(origin) ? origin : first;
}
