import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { ListenError } from './errors.ts';
import { createPublicApi, publicApiSettings, type PublicApi } from './http/public-api.ts';
import type { Management, Phase } from './http/route.ts';
import { createEndpointServer } from './http/server.ts';
import type { RequestLimits } from './limits.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics/metrics.ts';
import { loadModel } from './model/load-model.ts';
import type { Model } from './model/model.ts';
import { DEFAULT_MODEL, Roster } from './served/roster.ts';
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
  /** How long the default model is asked before it is `ready`; default 0, not at all. */
  readonly warmUpMs?: number;
  /** Whether `GET /predict` is answered too, as the Lambda does. */
  readonly publicApi?: boolean;
  /** Who may load and swap models over HTTP; default `off`. */
  readonly management?: Management;
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

async function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(host, port, error));
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

async function closeWithin(server: Server, drainMs: number, log: Log): Promise<void> {
  const cutOff = setTimeout(() => {
    log('warn', 'drain_cut_off', { drainMs });
    server.closeAllConnections();
  }, drainMs);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
  clearTimeout(cutOff);
}

async function loadAll(roster: Roster, { bundle, models, challenger }: ServeOptions) {
  if (bundle !== null) await roster.load(DEFAULT_MODEL, bundle);
  for (const [name, path] of models ?? []) await roster.load(name, path);
  if (challenger) await roster.challenge(DEFAULT_MODEL, challenger.bundle, challenger.share);
}

async function warmUpDefault(roster: Roster, { bundle, limits, warmUpMs = 0, log }: ServeOptions) {
  if (bundle === null || warmUpMs === 0) return;
  const startedMs = performance.now();
  const { model } = roster.seat(DEFAULT_MODEL).champion;
  const requests = await warmUp(model, { limits, ms: warmUpMs });
  log('info', 'warmed_up', { requests, ms: Math.round(performance.now() - startedMs) });
}

/** One public API a model, for as long as the model is there. */
function publicApis(address: string, limits: RequestLimits): (model: Model) => PublicApi {
  const settings = publicApiSettings(process.env, address);
  const made = new WeakMap<Model, PublicApi>();
  return (model) => {
    const known = made.get(model);
    if (known) return known;
    const api = createPublicApi({ model, settings, address, limits, newId: randomUUID });
    made.set(model, api);
    return api;
  };
}

/**
 * Listens at once (so that /ping tells that the model is loading), loads the models, then answers predictions.
 *
 * @throws ListenError, ModelRefusedError, or the DeployError that says what is wrong with a bundle
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { host, limits, log, drainMs, management = 'off' } = options;
  let phase: Phase = 'loading';
  let publicApi: ((model: Model) => PublicApi) | null = null;
  const metrics = await createMetrics();
  const roster = new Roster({ load: loadModel, log, metrics });
  const routes = () => ({ phase, roster, limits, metrics, publicApi, management });
  const server = createEndpointServer({ log, routes });
  const port = await listen(server, host, options.port);
  log('info', 'listening', { host, port });
  const startedMs = performance.now();
  try {
    if (options.publicApi === true) publicApi = publicApis(`http://${host}:${port}`, limits);
    await loadAll(roster, options);
    await warmUpDefault(roster, options);
  } catch (error) {
    server.close();
    server.closeAllConnections();
    await roster.close();
    throw error;
  }
  phase = 'ready';
  log('info', 'ready', {
    models: roster.names().length,
    loadMs: Math.round(performance.now() - startedMs),
  });

  let draining: Promise<void> | null = null;
  const drain = async () => {
    phase = 'draining';
    log('info', 'draining');
    await closeWithin(server, drainMs, log);
    await roster.close();
    metrics.close();
    log('info', 'stopped');
  };
  return {
    host,
    port,
    reload: () => roster.reload(),
    drain: () => {
      if (draining) server.closeAllConnections();
      draining ??= drain();
      return draining;
    },
  };
}
