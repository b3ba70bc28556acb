import { packBundleFile } from '@lf/contract';
import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findIdleEndpoints,
  followEndpointLog,
  listEndpointLogs,
  readEndpointLog,
  startLocalEndpoint,
  stopEndpoint,
  type EndpointRecord,
} from '../../src/index.ts';
import { bundleParts } from '../bundle-parts.ts';

const SERVER = join(import.meta.dirname, 'server.js');

let folder: string;
let stateDirectory: string;
const started: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-logs-'));
  stateDirectory = join(folder, 'endpoints');
  await packBundleFile(bundleParts(), join(folder, 'model.tar.gz'));
});
afterEach(async () => {
  for (const name of started.splice(0)) {
    await stopEndpoint({ name, stateDirectory, graceMs: 200 }).catch(() => null);
  }
  await rm(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<EndpointRecord> {
  started.push(name);
  const bundlePath = join(folder, 'model.tar.gz');
  const command = [process.execPath, SERVER, 'serves'];
  const startedAt = new Date('2026-11-01T00:00:00Z');
  return startLocalEndpoint({ name, command, bundlePath, stateDirectory, startedAt });
}

describe('the log of an endpoint', () => {
  it('gives its last lines, also when it has been stopped, and lists what can be asked for', async () => {
    const { logPath } = await start('intent-1');
    await writeFile(logPath, 'one\ntwo\nthree\nfo');
    const asked = { name: 'intent-1', stateDirectory };
    const all = ['one', 'two', 'three', 'fo'];
    expect(await readEndpointLog(asked)).toEqual({ name: 'intent-1', path: logPath, lines: all });
    expect((await readEndpointLog({ ...asked, lines: 2 })).lines).toEqual(['three', 'fo']);
    expect((await readEndpointLog({ ...asked, lines: 0 })).lines).toEqual([]);
    await stopEndpoint(asked);
    expect((await readEndpointLog(asked)).lines).toEqual(all);
    expect(await listEndpointLogs({ stateDirectory })).toEqual(['intent-1']);
    await expect(readEndpointLog({ ...asked, name: 'intent-2' })).rejects.toMatchObject({
      code: 'endpoint_not_found',
      known: ['intent-1'],
    });
    await expect(readEndpointLog({ ...asked, name: '../x' })).rejects.toMatchObject({
      code: 'endpoint_name_invalid',
    });
    expect(await listEndpointLogs({ stateDirectory: join(folder, 'none') })).toEqual([]);
  });

  it('reads no more than the end of a large log, and no part of a line', async () => {
    const { logPath } = await start('intent-1');
    const line = 'x'.repeat(1023);
    await writeFile(logPath, `${line}\n`.repeat(1500));
    const { lines } = await readEndpointLog({ name: 'intent-1', stateDirectory, lines: 10_000 });
    expect(lines).toHaveLength(1023);
    expect(new Set(lines)).toEqual(new Set([line]));
  });

  it('is followed line by line until the endpoint ends', async () => {
    const { logPath } = await start('intent-1');
    await writeFile(logPath, 'old\nlast\npa');
    const lines = followEndpointLog({ name: 'intent-1', stateDirectory, lines: 1 });
    expect((await lines.next()).value).toBe('last');
    const next = lines.next();
    await appendFile(logPath, 'rt\nnew ü\nend');
    expect((await next).value).toBe('part');
    expect((await lines.next()).value).toBe('new ü');
    const end = lines.next();
    await stopEndpoint({ name: 'intent-1', stateDirectory });
    expect((await end).value).toBe('end');
    expect((await lines.next()).done).toBe(true);
  });

  it('is followed anew when it begins anew, and until the reader has enough', async () => {
    const { logPath } = await start('intent-1');
    await writeFile(logPath, 'a long first line\n');
    const enough = new AbortController();
    const seen: string[] = [];
    for await (const line of followEndpointLog({
      ...{ name: 'intent-1', stateDirectory, signal: enough.signal },
    })) {
      seen.push(line);
      if (seen.length === 1) await writeFile(logPath, 'anew\n');
      if (seen.length === 2) enough.abort();
    }
    expect(seen).toEqual(['a long first line', 'anew']);
  });
});

describe('findIdleEndpoints', () => {
  const now = new Date('2026-11-10T00:00:00Z');
  const idleNames = async () =>
    (await findIdleEndpoints({ stateDirectory, now })).map(({ name, idleSince }) => [
      name,
      idleSince,
    ]);
  const request = (day: number, route: string) =>
    `${JSON.stringify({ time: `2026-11-${String(day).padStart(2, '0')}T23:00:00.000Z`, level: 'info', event: 'request', route })}\n`;

  it('names those that nobody has asked for a day, by their requests', async () => {
    const { logPath } = await start('intent-1');
    const listening = '{"time":"2026-11-01T00:00:01.000Z","level":"info","event":"listening"}\n';
    await writeFile(logPath, `${listening}${request(9, '/ping')}${request(9, '/metrics')}`);
    expect(await idleNames()).toEqual([['intent-1', '2026-11-01T00:00:00.000Z']]);
    await appendFile(logPath, `${request(3, '/predict')}${request(9, '/ping')}`);
    expect(await idleNames()).toEqual([['intent-1', '2026-11-03T23:00:00.000Z']]);
    await appendFile(logPath, `${request(9, '/invocations')}no json\n{"half\n`);
    expect(await idleNames()).toEqual([]);
    await stopEndpoint({ name: 'intent-1', stateDirectory });
    expect(await idleNames()).toEqual([]);
  });

  it('goes by when it was last written to where the log says nothing of requests', async () => {
    const { logPath } = await start('intent-1');
    await writeFile(logPath, 'answered 1 instances\n');
    expect(await idleNames()).toEqual([]);
    const old = new Date('2026-11-05T00:00:00Z');
    await utimes(logPath, old, old);
    expect(await idleNames()).toEqual([['intent-1', old.toISOString()]]);
    await rm(logPath);
    expect(await idleNames()).toEqual([]);
  });
});
