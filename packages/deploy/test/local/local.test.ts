import { packBundleFile } from '@lf/contract';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_PORT,
  endpointName,
  invoke,
  listEndpoints,
  startLocalEndpoint,
  stopEndpoint,
  type EndpointRecord,
} from '../../src/index.ts';
import { findFreePort } from '../../src/local/port.ts';
import { processStart } from '../../src/local/process-identity.ts';
import { bundleParts } from '../bundle-parts.ts';

const SERVER = join(import.meta.dirname, 'server.js');

let folder: string;
let stateDirectory: string;
let bundlePath: string;
let port: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-local-'));
  stateDirectory = join(folder, 'endpoints');
  bundlePath = join(folder, 'model.tar.gz');
  await packBundleFile(bundleParts(), bundlePath);
  port = await findFreePort('127.0.0.1');
});
afterEach(async () => {
  const entries = await readdir(stateDirectory).catch(() => []);
  for (const entry of entries.filter((name) => name.endsWith('.endpoint.json'))) {
    const name = entry.replace('.endpoint.json', '');
    await stopEndpoint({ name, stateDirectory, graceMs: 200 }).catch(() => null);
  }
  await rm(folder, { recursive: true, force: true });
});

const start = (name: string, behaviour = 'serves', more: object = {}) =>
  startLocalEndpoint({
    name,
    command: [process.execPath, SERVER, behaviour],
    bundlePath,
    port,
    stateDirectory,
    graceMs: 2_000,
    ...more,
  });

const statePath = ({ name }: EndpointRecord) => join(stateDirectory, `${name}.endpoint.json`);

async function rewrite(record: EndpointRecord, changes: Partial<EndpointRecord>) {
  await writeFile(statePath(record), JSON.stringify({ ...record, ...changes }));
}

describe('starting', () => {
  it('serves in the background, is listed as live, answers, and stops', async () => {
    const name = endpointName('intent', 1_700_000_000_000);
    expect(name).toBe('intent-1700000000000-endpoint');
    const record = await start(name);
    expect(record).toMatchObject({ name, flow: 'intent', port, url: `http://127.0.0.1:${port}` });
    expect(record.bundleDigest).toMatch(/^sha256:/);
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...record, status: 'live' }]);
    expect(await invoke({ url: record.url, instances: [[], []] })).toEqual([[0.5], [0.5]]);
    expect(await stopEndpoint({ name, stateDirectory })).toBe('stopped');
    expect(await listEndpoints({ stateDirectory })).toEqual([]);
    expect(await processStart(record.pid)).toBeNull();
  });

  it('names a taken port and what to do, and starts nothing', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    await expect(start('intent-1')).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(`127.0.0.1:${port}: the port is taken by another`) as string,
    });
    expect(await listEndpoints({ stateDirectory })).toEqual([]);
    stranger.close();
  });

  it('takes a free port when none was named and 8080 is taken', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => {
      stranger.once('error', () => {
        resolve(); // somebody else holds it, which is as good
      });
      stranger.listen(DEFAULT_PORT, '127.0.0.1', resolve);
    });
    const record = await start('intent-1', 'serves', { port: undefined });
    expect(record.port).not.toBe(DEFAULT_PORT);
    expect(await invoke({ url: record.url, instances: [[]] })).toEqual([[0.5]]);
    stranger.close();
  });

  it('reports a server that ends, with the end of its log', async () => {
    await expect(start('intent-1', 'crashes')).rejects.toMatchObject({
      code: 'endpoint_start_failed',
      logTail: 'cannot load the model: weights of another shape',
    });
    expect(await listEndpoints({ stateDirectory })).toEqual([]);
  });

  it('ends and forgets a server that is not ready in time', async () => {
    const starting = start('intent-1', 'unready', { timeoutMs: 400 });
    await expect(starting).rejects.toThrow('did not answer');
    expect(await listEndpoints({ stateDirectory })).toEqual([]);
    await expect(fetch(`http://127.0.0.1:${port}/ping`)).rejects.toThrow();
  });

  it('says when the command is not there', async () => {
    await expect(start('intent-1', '', { command: ['/no/such/program'] })).rejects.toThrow(
      'could not be run',
    );
  });

  it('refuses a corrupt bundle before anything starts', async () => {
    await writeFile(bundlePath, 'no bundle');
    await expect(start('intent-1')).rejects.toMatchObject({ code: 'bundle_unreadable' });
    expect(await readdir(folder)).toEqual(['model.tar.gz']);
  });

  it.each(['', '../intent', 'a b', '-a', 'a-', 'x'.repeat(64)])(
    'refuses the name %j',
    async (name) => {
      await expect(start(name)).rejects.toMatchObject({ code: 'endpoint_name_invalid' });
    },
  );

  it('refuses a name that is in use', async () => {
    await start('intent-1');
    await expect(start('intent-1')).rejects.toMatchObject({ code: 'endpoint_exists' });
  });
});

describe('replacing the endpoint of the same flow', () => {
  it('takes over its port once the new one answers', async () => {
    const old = await start('intent-1');
    const successor = await start('intent-2');
    expect(successor.port).toBe(old.port);
    expect(await processStart(old.pid)).toBeNull();
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...successor, status: 'live' }]);
  });

  it('keeps the old one when the new one does not come up', async () => {
    const old = await start('intent-1');
    await expect(start('intent-2', 'crashes')).rejects.toMatchObject({
      code: 'endpoint_start_failed',
    });
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...old, status: 'live' }]);
  });

  it('keeps the proven one on its other port when the port is lost at the last moment', async () => {
    const old = await start('intent-1');
    const kept = await start('intent-2', `shuns-${port}`);
    expect(kept.name).toBe('intent-2');
    expect(kept.port).not.toBe(port);
    expect(await processStart(old.pid)).toBeNull();
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...kept, status: 'live' }]);
  });

  it('does not touch the endpoint of another flow', async () => {
    const old = await start('intent-1');
    await packBundleFile(bundleParts({ kind: 'rec' }), bundlePath);
    await expect(start('rec-1')).rejects.toThrow('taken by the intent endpoint intent-1');
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...old, status: 'live' }]);
  });
});

describe('listing and stopping', () => {
  it('lists an endpoint that was killed as dead; stopping it forgets it', async () => {
    const { name, pid } = await start('intent-1');
    process.kill(pid, 'SIGKILL');
    while ((await processStart(pid)) !== null);
    expect(await listEndpoints({ stateDirectory })).toMatchObject([{ name, status: 'dead' }]);
    expect(await stopEndpoint({ name, stateDirectory })).toBe('was_dead');
    expect(await listEndpoints({ stateDirectory })).toEqual([]);
  });

  it('lets another program be that got the pid later', async () => {
    const record = await start('intent-1');
    await stopEndpoint({ name: 'intent-1', stateDirectory });
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await rewrite(record, { pid: stranger.pid! });
    expect(await listEndpoints({ stateDirectory })).toMatchObject([{ status: 'dead' }]);
    expect(await stopEndpoint({ name: 'intent-1', stateDirectory })).toBe('was_dead');
    expect(await processStart(stranger.pid!)).not.toBeNull();
    stranger.kill('SIGKILL');
  });

  it('kills a server that does not heed SIGTERM', async () => {
    const { name, pid } = await start('intent-1', 'stubborn');
    expect(await stopEndpoint({ name, stateDirectory, graceMs: 100 })).toBe('killed');
    expect(await processStart(pid)).toBeNull();
  });

  it('tells a process that does not answer from one that does', async () => {
    const record = await start('intent-1');
    await rewrite(record, { url: `http://127.0.0.1:${await findFreePort('127.0.0.1')}` });
    expect(await listEndpoints({ stateDirectory })).toMatchObject([{ status: 'unresponsive' }]);
  });

  it('names the known endpoints when asked for another', async () => {
    await start('intent-1');
    await expect(stopEndpoint({ name: 'intent-2', stateDirectory })).rejects.toMatchObject({
      code: 'endpoint_not_found',
      known: ['intent-1'],
    });
  });

  it('names a damaged state file', async () => {
    const record = await start('intent-1');
    const intact = await readFile(statePath(record));
    for (const damaged of ['', '{"pid": 1}']) {
      await writeFile(statePath(record), damaged);
      await expect(listEndpoints({ stateDirectory })).rejects.toMatchObject({
        code: 'endpoint_state_unreadable',
        path: statePath(record),
      });
    }
    await writeFile(statePath(record), intact);
  });
});

describe('a test prediction', () => {
  it.each([
    ['refuses', { code: 'invocation_refused', status: 400 }],
    ['babbles', { code: 'invocation_answer', status: 200 }],
    ['hangs', { code: 'invocation_timed_out' }],
  ])('fails clearly when the server %s', async (behaviour, expected) => {
    const { url } = await start('intent-1', behaviour);
    const asked = invoke({ url, instances: [[]], timeoutMs: behaviour === 'hangs' ? 100 : 5_000 });
    await expect(asked).rejects.toMatchObject(expected);
  });

  it('fails clearly when nobody listens', async () => {
    await expect(invoke({ url: `http://127.0.0.1:${port}`, instances: [] })).rejects.toMatchObject({
      code: 'invocation_failed',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});
