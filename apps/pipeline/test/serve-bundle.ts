import { DEFAULT_LIMITS, serve, type Serving } from '@lf/endpoint';

/** The endpoint as `lf` starts it, on a free port of loopback, with its public API and without a log. */
export function serveBundle(bundle: string): Promise<Serving> {
  return serve({
    bundle,
    host: '127.0.0.1',
    port: 0,
    limits: DEFAULT_LIMITS,
    drainMs: 5_000,
    drainIdleMs: 0,
    publicApi: true,
    log: () => undefined,
  });
}
