import { once } from 'node:events';
import { Agent, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEndpointServer } from './http/server.ts';
import type { RequestLimits } from './limits.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { Model } from '@lf/serving/models';
import { DEFAULT_MODEL, ModelRegistry } from './served/model-registry.ts';

/** At once, so that requests share runs of the model as they do under load. */
const CONNECTIONS = 4;
/** By then V8 has compiled what a request runs through. */
const REQUESTS = 4_000;

/** @returns whether it was answered */
function ask(url: string, body: string, agent: Agent): Promise<boolean> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200));
    });
    asked.once('error', () => resolve(false));
    asked.end(body);
  });
}

/** The server of a model alone, whose log and metrics nobody sees. */
async function rehearsal(model: Model, limits: RequestLimits): Promise<[Server, () => void]> {
  const log = () => undefined;
  const metrics = await createMetrics();
  const registry = new ModelRegistry({ load: async () => model, log, metrics });
  await registry.load(DEFAULT_MODEL, '');
  const { server } = createEndpointServer({
    log,
    routes: () => ({
      phase: 'ready',
      registry,
      limits,
      metrics,
      publicApi: null,
      management: 'off',
      allowedHosts: 'any',
      guard: null,
      requestLog: null,
    }),
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return [server, () => metrics.close()];
}

/**
 * Asks a model over HTTP, on a port of its own, until the code that a request runs through is compiled: else the first
 * seconds under load stall for some milliseconds again and again.
 *
 * @param model stays open
 * @param budget.ms at most so long; what was asked by then is answered
 * @returns how many requests were answered
 */
export async function warmUp(
  model: Model,
  { limits, ms }: { readonly limits: RequestLimits; readonly ms: number },
): Promise<number> {
  const deadlineMs = performance.now() + ms;
  const [server, close] = await rehearsal(model, limits);
  // It listens at a TCP port, not at a pipe
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/invocations`;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const body = JSON.stringify(model.example);
  let asked = 0;
  let answered = 0;
  const askOn = async () => {
    while (asked < REQUESTS && performance.now() < deadlineMs) {
      asked += 1;
      if (!(await ask(url, body, agent))) return;
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, askOn));
  agent.destroy();
  server.close();
  server.closeAllConnections();
  close();
  return answered;
}
