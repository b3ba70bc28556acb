import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { chooseEndpoint } from '../../commands/endpoint-address.ts';
import { temporaryFolder } from '../folder.ts';

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
