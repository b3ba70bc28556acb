import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS, serve, type ServeOptions } from '../src/index.ts';
import { tinyBundle } from './tiny-bundle.ts';

export interface Line {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A server in this process: quick to start, its log at hand. */
export async function startServing(options: Partial<ServeOptions> & Pick<ServeOptions, 'bundle'>) {
  const log: Line[] = [];
  const serving = await serve({
    host: '127.0.0.1',
    port: 0,
    limits: DEFAULT_LIMITS,
    drainMs: 5_000,
    drainIdleMs: 0,
    log: (level, event, fields) => log.push({ level, event, ...fields }),
    ...options,
  });
  const url = `http://127.0.0.1:${serving.port}`;
  const send = (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ) =>
    fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    ...serving,
    url,
    log,
    send,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    /** Values of the metric's lines whose labels hold all of `labels`, summed. */
    metric: async (name: string, labels: Readonly<Record<string, string>> = {}) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
      return text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        .filter((line) => wanted.every((label) => line.includes(label)))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
  };
}

export type Started = Awaited<ReturnType<typeof startServing>>;

/** A folder of bundles for one test file; each seed makes another version of the same model. */
export async function bundleFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'lf-endpoint-'));
  return {
    path: (name: string) => join(folder, name),
    write: async (name: string, bytes: Uint8Array) => {
      await writeFile(join(folder, name), bytes);
      return join(folder, name);
    },
    version: async (name: string, seed: number) => {
      await writeFile(join(folder, name), await tinyBundle({ seed }));
      return join(folder, name);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
