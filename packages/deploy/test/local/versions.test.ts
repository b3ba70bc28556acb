import { packBundleFile } from '@lf/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  challengeEndpoint,
  dismissChallenger,
  findChampion,
  listEndpoints,
  promoteChallenger,
  rollbackEndpoint,
  startLocalEndpoint,
  stopEndpoint,
  systemEnvironment,
} from '../../src/index.ts';
import { processStart } from '../../src/local/process-identity.ts';
import { findFreePort } from '../../src/local/port.ts';
import { bundleParts } from '../bundle-parts.ts';

const SERVER = join(import.meta.dirname, 'server.js');

let folder: string;
let stateDirectory: string;
let port: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-versions-'));
  stateDirectory = join(folder, 'endpoints');
  port = await findFreePort('127.0.0.1');
});
afterEach(async () => {
  for (const { name } of await listEndpoints({ stateDirectory })) {
    await stopEndpoint({ name, stateDirectory, graceMs: 200 });
  }
  await rm(folder, { recursive: true, force: true });
});

async function bundle(file: string, seed: number) {
  const path = join(folder, file);
  await packBundleFile(bundleParts({ seed }), path);
  return path;
}

async function deploy(
  name: string,
  bundlePath: string,
  {
    behaviour = 'manages',
    env,
  }: { behaviour?: string; env?: Readonly<Record<string, string>> } = {},
) {
  const command = [process.execPath, SERVER, behaviour];
  return startLocalEndpoint({
    name,
    command,
    bundlePath,
    port,
    stateDirectory,
    graceMs: 2_000,
    ...(env && { env }),
  });
}

/** What the server itself says that it serves. */
async function served(): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/models/default`);
  return response.json();
}

describe('another version of an endpoint', () => {
  it('goes into the running server, which keeps its process and its port', async () => {
    const [one, two] = [await bundle('one', 1), await bundle('two', 2)];
    const first = await deploy('intent-1', one);
    const second = await deploy('intent-2', two);
    expect(second).toMatchObject({ name: 'intent-2', pid: first.pid, port, bundlePath: two });
    expect(second.previous).toMatchObject([{ name: 'intent-1', bundlePath: one }]);
    expect(await served()).toMatchObject({ served: two });
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...second, status: 'live' }]);
  });

  it('that the server refuses costs nothing', async () => {
    const first = await deploy('intent-1', await bundle('one', 1));
    await expect(deploy('intent-2', await bundle('refused', 2))).rejects.toMatchObject({
      code: 'model_refused_by_endpoint',
      reason: 'another kind',
    });
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...first, status: 'live' }]);
  });

  it('is another process where the server cannot swap, or was started in another way', async () => {
    const first = await deploy('intent-1', await bundle('one', 1), { behaviour: 'serves' });
    const second = await deploy('intent-2', await bundle('two', 2), { behaviour: 'serves' });
    const third = await deploy('intent-3', await bundle('three', 3));
    expect(new Set([first.pid, second.pid, third.pid]).size).toBe(3);
    expect(third.previous?.map(({ name }) => name)).toEqual(['intent-2', 'intent-1']);
  });
});

describe('the environment of a server', () => {
  it('is another process for other settings, but not for another language', async () => {
    const [one, two, three] = [await bundle('a', 1), await bundle('b', 2), await bundle('c', 3)];
    const env = { PATH: process.env['PATH'] ?? '', LF_API_KEY: 'one' };
    const first = await deploy('intent-1', one, { env });
    const second = await deploy('intent-2', two, { env: { ...env, LANG: 'C' } });
    expect(second.pid).toBe(first.pid);
    const third = await deploy('intent-3', three, { env: { ...env, LF_API_KEY: 'two' } });
    expect(third.pid).not.toBe(first.pid);
    expect(third.previous).toHaveLength(2);
    expect(JSON.stringify(third)).not.toMatch(/LF_API_KEY/);
  });

  it('holds what any program needs, and no secret', () => {
    const environment = { PATH: '/bin', TZ: 'UTC', LC_ALL: 'C', ORT_DISABLE_TELEMETRY: '1' };
    const others = {
      AWS_SECRET_ACCESS_KEY: 'x',
      NODE_AUTH_TOKEN: 'x',
      WANDB_API_KEY: 'x',
      PGHOST: 'x',
    };
    expect(systemEnvironment({ ...environment, ...others, TMP: undefined })).toEqual(environment);
  });
});

describe('rolling back', () => {
  it('goes back one version at a time, to the first', async () => {
    const [one, two, three] = [
      await bundle('one', 1),
      await bundle('two', 2),
      await bundle('three', 3),
    ];
    await deploy('intent-1', one);
    await deploy('intent-2', two);
    const { name } = await deploy('intent-3', three);
    expect((await rollbackEndpoint({ name, stateDirectory })).bundlePath).toBe(two);
    expect(await served()).toMatchObject({ served: two });
    expect((await rollbackEndpoint({ name, stateDirectory })).bundlePath).toBe(one);
    expect(await served()).toMatchObject({ served: one });
    await expect(rollbackEndpoint({ name, stateDirectory })).rejects.toMatchObject({
      code: 'no_previous_version',
    });
  });

  it('asks nobody once the server has ended, whoever has its port now', async () => {
    await deploy('intent-1', await bundle('one', 1));
    const { name, pid } = await deploy('intent-2', await bundle('two', 2));
    process.kill(pid, 'SIGKILL');
    while ((await processStart(pid)) !== null);
    await expect(rollbackEndpoint({ name, stateDirectory })).rejects.toThrow('it does not run');
  });

  it('says so if the server cannot', async () => {
    await deploy('intent-1', await bundle('one', 1), { behaviour: 'serves' });
    await deploy('intent-2', await bundle('two', 2), { behaviour: 'serves' });
    await expect(rollbackEndpoint({ name: 'intent-2', stateDirectory })).rejects.toMatchObject({
      code: 'endpoint_unmanaged',
    });
  });
});

describe('a challenger', () => {
  it('answers its share, and goes, or becomes the champion, which can be undone', async () => {
    const [one, two] = [await bundle('one', 1), await bundle('two', 2)];
    const { name } = await deploy('intent-1', one);
    const endpoint = { name, stateDirectory };
    const challenged = await challengeEndpoint({ ...endpoint, bundlePath: two, share: 0.1 });
    expect(challenged.challenger).toMatchObject({ bundlePath: two, share: 0.1 });
    expect(await served()).toEqual({ served: one, challenger: { url: two, share: 0.1 } });
    expect(await dismissChallenger(endpoint)).not.toHaveProperty('challenger');
    expect(await served()).toEqual({ served: one, challenger: null });
    await challengeEndpoint({ ...endpoint, bundlePath: two, share: 0.1 });
    expect(await promoteChallenger(endpoint)).toMatchObject({ bundlePath: two });
    expect(await served()).toEqual({ served: two, challenger: null });
    expect((await rollbackEndpoint(endpoint)).bundlePath).toBe(one);
    await expect(dismissChallenger(endpoint)).rejects.toMatchObject({ code: 'no_challenger' });
    await expect(promoteChallenger(endpoint)).rejects.toMatchObject({ code: 'no_challenger' });
  });

  it('of a version that is replaced goes with it', async () => {
    const { name } = await deploy('intent-1', await bundle('one', 1));
    const bundlePath = await bundle('two', 2);
    await challengeEndpoint({ name, stateDirectory, bundlePath, share: 0.5 });
    const after = await deploy('intent-2', await bundle('three', 3));
    expect(after).not.toHaveProperty('challenger');
    expect(await served()).toMatchObject({ challenger: null });
  });
});

describe('the champion', () => {
  it('is the running endpoint of the flow, on the port if one is named', async () => {
    const find = (more: object = {}) => findChampion({ flow: 'intent', stateDirectory, ...more });
    expect(await find()).toBeNull();
    const record = await deploy('intent-1', await bundle('one', 1));
    expect(await find()).toEqual(record);
    expect(await find({ port })).toEqual(record);
    expect(await find({ port: port - 1 })).toBeNull();
    expect(await find({ flow: 'rec' })).toBeNull();
  });
});
