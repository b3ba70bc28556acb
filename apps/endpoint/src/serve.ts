import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { ModelRefusedError } from '@lf/serving/models';
import { EndpointError, ListenError } from './errors.ts';
import { allowedHosts, type Guard } from './http/guard.ts';
import { createPublicApi, publicApiSettings, type PublicApi } from './http/public-api.ts';
import { openRequestLog, type RequestLog, type RequestLogSettings } from '@lf/serving';
import type { Management, Phase } from './http/route.ts';
import { createEndpointServer, type EndpointServer } from './http/server.ts';
import type { RequestLimits } from './limits.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { loadModel } from '@lf/serving/models';
import type { Model } from '@lf/serving/models';
import { DEFAULT_MODEL, ModelRegistry } from './served/model-registry.ts';
import { TrialRoom } from './trial/trial-room.ts';
import { warmUp } from './warm-up.ts';

export interface ServeOptions {
  /** A `model.tar.gz` or an unpacked bundle: the model behind /invocations; null: none, models come by POST /models. */
  readonly bundle: string | null;
  /** Further models, name -> bundle. */
  readonly models?: ReadonlyMap<string, string>;
  /** A second version that answers a share (0 to 1) of the default model's requests. */
  readonly challenger?: { readonly bundle: string; readonly share: number };
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly limits: RequestLimits;
  readonly log: Log;
  /** How long requests in flight may take after {@link Serving.drain}. */
  readonly drainMs: number;
  /** How long a connection without a request is kept open then, since one may be on its way; default 500. */
  readonly drainIdleMs?: number;
  /** How long a model may take to be loaded; default 120,000. */
  readonly loadMs?: number;
  /** Whether a bundle that comes while others are served is opened in a process of its own first; default false. */
  readonly tries?: boolean;
  /** Where relative paths of bundles start; default the working directory. */
  readonly folder?: string;
  /** How long the default model is asked before it is `ready`; default 0, not at all. */
  readonly warmUpMs?: number;
  /** Whether `GET /predict` is answered too, as the Lambda does. */
  readonly publicApi?: boolean;
  /** Who may load and swap models over HTTP; default `off`. */
  readonly management?: Management;
  /** Names in Host headers that are answered besides loopback's; `*` for any. Default: on loopback none, else any. */
  readonly allowedHosts?: readonly string[];
  /** What of /invocations and /metrics wants which key; default null, neither. */
  readonly guard?: Guard | null;
  /** Where sampled traffic is kept; default null, nowhere. */
  readonly requestLog?: RequestLogSettings | null;
}

/** A server that answers predictions. */
export interface Serving {
  readonly host: string;
  readonly port: number;
  /** Reads every bundle again from its path; what is refused is logged, and the old version serves on. */
  reload(): Promise<void>;
  /** Takes no more connections, finishes the requests in flight, then closes; called again, it cuts them off. */
  drain(): Promise<void>;
}

/** Connections that wait to be accepted; the system has the last word (somaxconn). */
const BACKLOG = 4_096;
/** A listener is quiet once nobody has connected for so long; who never leaves it in peace is not waited for longer. */
const QUIET_MS = 50;
const MAX_QUIET_WAIT_MS = 1_000;
const DRAIN_IDLE_MS = 500;

async function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(host, port, error));
    });
    server.listen({ host, port, exclusive: true, backlog: BACKLOG }, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

/**
 * Connections that the system has accepted for us are lost with the listener: it is closed when there are none. A
 * client that has no answer yet opens no other connection, so answers are kept back meanwhile.
 */
async function untilQuiet({ connections }: EndpointServer, mostMs: number): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    // What has come by now is accepted before the next turn
    await turn();
    const nowMs = performance.now();
    const quietMs = nowMs - connections.lastOpenedMs;
    if (quietMs >= QUIET_MS || nowMs - startedMs >= mostMs) return;
    await sleep(QUIET_MS - quietMs);
  }
}

/**
 * Ends all connections, none under a request: the next answer on each says that it is the last one, and those on
 * which nothing comes are closed.
 */
async function closeWithin(
  endpoint: EndpointServer,
  { drainMs, drainIdleMs = DRAIN_IDLE_MS, log }: ServeOptions,
): Promise<void> {
  const { server, connections } = endpoint;
  const cutOff = setTimeout(() => {
    log('warn', 'drain_cut_off', { drainMs });
    connections.close();
  }, drainMs);
  const letAnswersGo = endpoint.hold();
  await untilQuiet(endpoint, Math.min(drainMs, MAX_QUIET_WAIT_MS));
  await new Promise<void>((resolve) => {
    // An HTTP server's own close() cuts idle connections off, and the request that is on its way there
    NetServer.prototype.close.call(server, () => {
      resolve();
    });
    letAnswersGo();
    connections.drain(drainIdleMs);
  });
  connections.close();
  server.close();
  clearTimeout(cutOff);
}

/** Waits for no longer than that. @throws what `late` gives */
async function within<Result>(
  ms: number,
  act: Promise<Result>,
  late: () => Error,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([act, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const DEFAULT_LOAD_MS = 120_000;
/** Their last requests are answered or cut off by then. */
const CLOSE_MODELS_MS = 2_000;
/** Meanwhile, and a second before the watchdog ends the process. */
const CLOSE_LOG_MS = 4_000;

/** Loads a bundle of the given path, and tries it elsewhere first once others are served here. */
function bundleLoader(
  { loadMs = DEFAULT_LOAD_MS, tries = false, folder }: ServeOptions,
  isServing: () => boolean,
): { readonly load: (path: string) => Promise<Model>; readonly close: () => void } {
  const room = new TrialRoom(loadMs);
  return {
    load: async (path) => {
      const absolute = folder === undefined ? resolvePath(path) : resolvePath(folder, path);
      if (tries && isServing()) await room.require(absolute);
      const loading = loadModel(absolute);
      return within(loadMs, loading, () => {
        void loading.then((model) => model.close()).catch(() => undefined);
        return new ModelRefusedError(`it was not loaded within ${loadMs} ms`);
      });
    },
    close: () => room.close(),
  };
}

async function loadAll(registry: ModelRegistry, { bundle, models, challenger }: ServeOptions) {
  if (bundle !== null) await registry.load(DEFAULT_MODEL, bundle);
  for (const [name, path] of models ?? []) await registry.load(name, path);
  if (challenger) await registry.challenge(DEFAULT_MODEL, challenger.bundle, challenger.share);
}

async function warmUpDefault(
  registry: ModelRegistry,
  { bundle, limits, warmUpMs = 0, log }: ServeOptions,
) {
  if (bundle === null || warmUpMs === 0) return;
  const startedMs = performance.now();
  const { model } = registry.slot(DEFAULT_MODEL).champion;
  const requests = await warmUp(model, { limits, ms: warmUpMs });
  log('info', 'warmed_up', { requests, ms: Math.round(performance.now() - startedMs) });
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The folder that the log is kept in, if it is one. */
function logFolderOf({ requestLog, folder = process.cwd() }: ServeOptions): string | null {
  return requestLog?.place.kind === 'folder' ? resolvePath(folder, requestLog.place.path) : null;
}

/** Reasons for which lines are lost are told, each of them once in so long. */
const TELL_LOST_MS = 60_000;

/** The log of the traffic: what it loses is counted, told, and no request's business. */
async function trafficLog(
  { requestLog, folder = process.cwd(), log }: ServeOptions,
  metrics: Metrics,
): Promise<RequestLog | null> {
  if (requestLog === undefined || requestLog === null) return null;
  let toldMs = -Infinity;
  return openRequestLog(requestLog, {
    folder,
    now: () => new Date(),
    print: (line) => process.stdout.write(`${line}\n`),
    environment: process.env,
    count: (fate, lines) => metrics.requestLog(fate, lines),
    onFailed: (reason, lines, isLost) => {
      const nowMs = performance.now();
      if (nowMs - toldMs < TELL_LOST_MS) return;
      toldMs = nowMs;
      log('warn', 'request_log_failed', { reason, lines, lost: isLost });
    },
  });
}

/** What is left of it is written, or left behind after some seconds. */
async function closeTrafficLog(requestLog: RequestLog | null, log: Log): Promise<void> {
  if (requestLog === null) return;
  const late = () =>
    new EndpointError('request_log_open', `It was not written within ${CLOSE_LOG_MS} ms.`);
  await within(CLOSE_LOG_MS, requestLog.close(), late).catch((error: unknown) =>
    log('warn', 'request_log_left', { reason: String(error) }),
  );
}

/** One public API a model, for as long as the model is there. */
function publicApis(at: {
  readonly host: string;
  readonly address: string;
  readonly requestLog: RequestLog | null;
}): (model: Model) => PublicApi {
  const { address, requestLog } = at;
  const settings = publicApiSettings(process.env, at);
  const made = new WeakMap<Model, PublicApi>();
  return (model) => {
    const known = made.get(model);
    if (known) return known;
    const api = createPublicApi({ model, settings, address, newId: randomUUID, requestLog });
    made.set(model, api);
    return api;
  };
}

/**
 * Listens at once (so that /ping tells that the model is loading), loads the models, then answers predictions.
 *
 * @throws ListenError, ModelRefusedError, or the ContractError that says what is wrong with a bundle
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { host, limits, log, management = 'off' } = options;
  let phase: Phase = 'loading';
  let publicApi: ((model: Model) => PublicApi) | null = null;
  const metrics = await createMetrics(logFolderOf(options));
  const loader = bundleLoader(options, () => phase === 'ready');
  const registry = new ModelRegistry({ load: loader.load, log, metrics });
  const requestLog = await trafficLog(options, metrics);
  const hosts = allowedHosts(host, options.allowedHosts ?? []);
  const routes = () => ({
    phase,
    registry,
    limits,
    metrics,
    publicApi,
    management,
    allowedHosts: hosts,
    guard: options.guard ?? null,
    requestLog,
  });
  const endpoint = createEndpointServer({ log, routes });
  const { server, connections } = endpoint;
  const port = await listen(server, host, options.port);
  log('info', 'listening', { host, port });
  const startedMs = performance.now();
  try {
    if (options.publicApi === true)
      publicApi = publicApis({ host, address: addressOf(host, port), requestLog });
    await loadAll(registry, options);
    await warmUpDefault(registry, options);
  } catch (error) {
    server.close();
    connections.close();
    await registry.close();
    throw error;
  }
  phase = 'ready';
  log('info', 'ready', {
    models: registry.names().length,
    loadMs: Math.round(performance.now() - startedMs),
  });

  let draining: Promise<void> | null = null;
  const drain = async () => {
    phase = 'draining';
    log('info', 'draining');
    await closeWithin(endpoint, options);
    const closingLog = closeTrafficLog(requestLog, log);
    // A change of models that hangs keeps nobody from ending
    loader.close();
    await within(
      CLOSE_MODELS_MS,
      registry.close(),
      () =>
        new EndpointError('models_open', `Models were not closed within ${CLOSE_MODELS_MS} ms.`),
    ).catch((error: unknown) => log('warn', 'models_left_open', { reason: String(error) }));
    await closingLog;
    metrics.close();
    log('info', 'stopped');
  };
  return {
    host,
    port,
    reload: () => registry.reload(),
    drain: () => {
      if (draining) connections.close();
      draining ??= drain();
      return draining;
    },
  };
}
