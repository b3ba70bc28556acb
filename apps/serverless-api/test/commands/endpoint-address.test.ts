import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startLocalEndpoint, stopEndpoint } from '@lf/deploy';
import { expect, onTestFinished, test } from 'vitest';
import {
  freePort,
  someWeights,
  temporaryFolder,
  writeIntentBundle,
  writeRecBundle,
} from '@lf/test-doubles';
import { chooseEndpoint } from '../../commands/endpoint-address.ts';

/** An endpoint that only says that it is ready: `--bundle .. --host .. --port ..` are added. */
const READY = `
  const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
  require('node:http').createServer((_, response) => response.end()).listen(Number(flag('--port')), flag('--host'));
`;

/** Records an endpoint whose process has ended. */
function recordDeadEndpoint(stateDirectory: string): void {
  mkdirSync(stateDirectory, { recursive: true });
  const record = {
    schemaVersion: 1,
    name: 'intent-1-endpoint',
    flow: 'intent',
    pid: 2 ** 22 + 1,
    processStart: 'long ago',
    host: '127.0.0.1',
    port: 8099,
    url: 'http://127.0.0.1:8099',
    bundlePath: 'model.tar.gz',
    bundleDigest: 'sha256:0',
    command: ['node'],
    logPath: 'log',
    startedAt: '2026-11-23T00:00:00.000Z',
  };
  writeFileSync(join(stateDirectory, 'intent-1-endpoint.endpoint.json'), JSON.stringify(record));
}

test('LF_ENDPOINT_URL comes first', async () => {
  const environment = {
    LF_ENDPOINT_URL: 'http://127.0.0.1:9000',
    SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint',
  };
  expect(await chooseEndpoint(environment, temporaryFolder())).toMatchObject({
    url: 'http://127.0.0.1:9000',
  });
});

test('SAGEMAKER_ENDPOINT_NAME comes second and needs no URL', async () => {
  const choice = await chooseEndpoint(
    { SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint' },
    temporaryFolder(),
  );
  expect(choice.url).toBeUndefined();
});

test('a bundle that is set predicts without an endpoint, counted from the workspace', async () => {
  const workspace = temporaryFolder();
  expect(await chooseEndpoint({ LF_API_BUNDLE: 'model.tar.gz' }, workspace)).toMatchObject({
    url: undefined,
    bundle: join(workspace, 'model.tar.gz'),
  });
});

test('with nothing set and nothing recorded: port 8080', async () => {
  expect(await chooseEndpoint({}, temporaryFolder())).toMatchObject({
    url: 'http://127.0.0.1:8080',
  });
});

test.each([
  ['.lf', undefined],
  ['data', 'file:data'],
])('a recorded endpoint that no longer runs is passed over (%s)', async (folder, root) => {
  const workspace = temporaryFolder();
  recordDeadEndpoint(join(workspace, folder, 'endpoints'));
  const choice = await chooseEndpoint(
    root === undefined ? {} : { LF_DATASTORE_ROOT: root },
    workspace,
  );
  expect(choice).toMatchObject({ url: 'http://127.0.0.1:8080' });
  expect(choice.reason).toContain(join(workspace, folder, 'endpoints'));
});

test('a datastore given by its URL is looked into', async () => {
  const root = join(temporaryFolder(), 'store');
  const choice = await chooseEndpoint(
    { LF_DATASTORE_ROOT: pathToFileURL(root).href },
    temporaryFolder(),
  );
  expect(choice.reason).toContain(join(root, 'endpoints'));
});

test.each(['intent', 'rec'] as const)(
  'the live %s endpoint that the flow deployed last is asked; rec needs its bundle to read the answers',
  async (kind) => {
    const workspace = temporaryFolder();
    const stateDirectory = join(workspace, '.lf/endpoints');
    const bundlePath =
      kind === 'rec' ? await writeRecBundle() : await writeIntentBundle(someWeights(1));
    const name = `${kind}-2-endpoint`;
    const port = Number(await freePort());
    const command = [process.execPath, '-e', READY, '--'];
    const { url } = await startLocalEndpoint({ name, command, bundlePath, port, stateDirectory });
    onTestFinished(async () => {
      await stopEndpoint({ name, stateDirectory });
    });
    recordDeadEndpoint(stateDirectory);

    expect(await chooseEndpoint({}, workspace)).toEqual({
      url,
      bundle: kind === 'rec' ? bundlePath : undefined,
      reason: expect.stringContaining(name) as string,
    });
    const other = kind === 'rec' ? 'intent' : 'rec';
    expect(await chooseEndpoint({ LF_API_MODEL: other }, workspace)).toMatchObject({
      url: 'http://127.0.0.1:8080',
    });
  },
);

test('a datastore root that no file URL can be is told by its name', async () => {
  const chosen = chooseEndpoint({ LF_DATASTORE_ROOT: 'file://shop/lf' }, temporaryFolder());
  await expect(chosen).rejects.toThrow(/^LF_DATASTORE_ROOT: expected file:<folder>/);
});
