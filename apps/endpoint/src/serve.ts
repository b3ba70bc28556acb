import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { ListenError } from './errors.ts';
import { createPublicApi } from './http/public-api.ts';
import type { Readiness } from './http/routes.ts';
import { createEndpointServer } from './http/server.ts';
import type { RequestLimits } from './limits.ts';
import type { Log } from './log.ts';
import { loadModel } from './model/model.ts';

export interface ServeOptions {
  /** A `model.tar.gz` or an unpacked bundle. */
  readonly bundle: string;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly limits: RequestLimits;
  readonly log: Log;
  /** How long requests in flight may take after {@link Serving.drain}. */
  readonly drainMs: number;
  /** Whether `GET /predict` is answered too, as the Lambda does. */
  readonly publicApi?: boolean;
}

/** A server that answers predictions. */
export interface Serving {
  readonly host: string;
  readonly port: number;
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

/**
 * Listens at once (so that /ping tells that the model is loading), loads the model, then answers predictions.
 *
 * @throws ListenError, ModelRefusedError, or the DeployError that says what is wrong with the bundle
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { bundle, host, limits, log, drainMs } = options;
  let readiness: Readiness = { phase: 'loading' };
  const server = createEndpointServer({ limits, log, readiness: () => readiness });
  const port = await listen(server, host, options.port);
  log('info', 'listening', { host, port });
  const started = performance.now();
  try {
    const model = await loadModel(bundle);
    const address = `http://${host}:${port}`;
    readiness = {
      phase: 'ready',
      model,
      ...(options.publicApi === true && {
        publicApi: createPublicApi({ model, address, limits, newId: randomUUID }),
      }),
    };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  const served = readiness;
  const { model } = served;
  const { kind, seed, dataDigest } = model.manifest;
  const loadMs = Math.round(performance.now() - started);
  log('info', 'ready', { kind, seed, dataDigest, loadMs });

  let draining: Promise<void> | null = null;
  const drain = async () => {
    readiness = { ...served, phase: 'draining' };
    log('info', 'draining');
    await closeWithin(server, drainMs, log);
    await model.close();
    log('info', 'stopped');
  };
  return {
    host,
    port,
    drain: () => {
      if (draining) server.closeAllConnections();
      draining ??= drain();
      return draining;
    },
  };
}
