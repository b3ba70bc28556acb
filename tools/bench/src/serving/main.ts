import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeIntentModel, writeRecModel, type BenchModel } from './bundles.ts';
import { askAtRate } from './constant-rate.ts';
import { saturate } from './saturate.ts';
import { startServer, type Server } from './server.ts';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const PEER = fileURLToPath(new URL('../../python/serving.py', import.meta.url));
const OURS = fileURLToPath(new URL('../../../../apps/endpoint/dist/main.js', import.meta.url));
const CONNECTIONS = 32;
/** At the rate that is measured then: until both programs, this client's too, are compiled. */
const WARM_SECONDS = 6;
const PORT = 8199;

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'intent,rec' },
    seconds: { type: 'string', default: '10' },
    side: { type: 'string', default: 'ours,fastapi' },
    /** Requests of the soak; 0: none. */
    soak: { type: 'string', default: '0' },
  },
});
const seconds = Number(values.seconds);
for (const path of [PYTHON, OURS]) {
  if (existsSync(path)) continue;
  throw new Error(`no ${path}: npm run venv -w tools/bench; npx nx run endpoint:build`);
}

const MODELS = {
  intent: { write: writeIntentModel, perSecond: 1_000 },
  rec: { write: writeRecModel, perSecond: 500 },
} as const;

const COMMANDS = {
  ours: ({ bundle }: BenchModel) => [
    process.execPath,
    OURS,
    'serve',
    '--bundle',
    bundle,
    '--port',
    String(PORT),
  ],
  fastapi: ({ onnx }: BenchModel) => [PYTHON, PEER, onnx, String(PORT)],
} as const;

const quantile = (sorted: Float64Array, share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(2);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function latencies(name: string, { url }: Server, { body }: BenchModel, perSecond: number) {
  const ask = { url: `${url}/invocations`, body };
  await askAtRate({ ...ask, perSecond, seconds: WARM_SECONDS });
  const { ms, lateMs, failed } = await askAtRate({ ...ask, perSecond, seconds });
  ms.sort();
  lateMs.sort();
  const [p50, p90, p99, p999] = [0.5, 0.9, 0.99, 0.999].map((share) => quantile(ms, share));
  print(
    `${name}: at ${perSecond}/s p50 ${p50} p90 ${p90} p99 ${p99} p99.9 ${p999} ms, ${failed} failed ` +
      `(sent late by p99 ${quantile(lateMs, 0.99)} ms)`,
  );
}

async function throughput(name: string, server: Server, { body }: BenchModel) {
  const url = `${server.url}/invocations`;
  await saturate({ url, body, connections: CONNECTIONS, until: { seconds: 2 } }); // warm
  const beforeUs = await server.cpuUs();
  const { requests, perSecond, failed } = await saturate({
    url,
    body,
    connections: CONNECTIONS,
    until: { seconds },
  });
  const cpuUs = ((await server.cpuUs()) - beforeUs) / requests;
  print(
    `${name}: saturated ${perSecond.toFixed(0)}/s, ${cpuUs.toFixed(0)} us of the core a request ` +
      `(${(1e6 / cpuUs).toFixed(0)}/s a whole core), ${failed} failed`,
  );
}

/** Memory after each sixteenth of many requests: the last quarter should be as the first. */
async function soak(name: string, server: Server, { body }: BenchModel, requests: number) {
  const url = `${server.url}/invocations`;
  const megabytes: number[] = [];
  let failedInAll = 0;
  for (let part = 0; part < 16; part += 1) {
    const until = { requests: Math.ceil(requests / 16) };
    const { failed } = await saturate({ url, body, connections: CONNECTIONS, until });
    failedInAll += failed;
    megabytes.push((await server.residentBytes()) / 1e6);
  }
  const mean = (parts: readonly number[]) =>
    parts.reduce((sum, value) => sum + value, 0) / parts.length;
  print(
    `${name}: ${requests} requests, ${failedInAll} failed; resident ${mean(megabytes.slice(0, 4)).toFixed(1)} MB in the ` +
      `first quarter, ${mean(megabytes.slice(-4)).toFixed(1)} MB in the last (${megabytes.map((value) => value.toFixed(0)).join(' ')})`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
try {
  for (const kind of ['intent', 'rec'] as const) {
    if (!values.model.split(',').includes(kind)) continue;
    const { write, perSecond } = MODELS[kind];
    const model = await write(folder);
    for (const side of ['ours', 'fastapi'] as const) {
      if (!values.side.split(',').includes(side)) continue;
      const server = await startServer(COMMANDS[side](model), {
        port: PORT,
        // A soak would fill the disk
        logPath: Number(values.soak) > 0 ? '/dev/null' : join(folder, `${side}.log`),
      });
      try {
        const name = `${kind} ${side}`;
        if (Number(values.soak) > 0) {
          await soak(name, server, model, Number(values.soak));
        } else {
          await latencies(name, server, model, perSecond);
          await throughput(name, server, model);
        }
      } finally {
        await server.stop();
      }
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
