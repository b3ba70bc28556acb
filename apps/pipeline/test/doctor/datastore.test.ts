import { setVariable, startFakeS3, withTestCredentials, type FakeS3 } from '@lf/test-doubles/s3';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { datastoreCheck } from '../../src/doctor/check-datastore.ts';
import { examine, told } from './patient.ts';

withTestCredentials();
let fake: FakeS3;
beforeEach(async () => {
  fake = await startFakeS3();
  setVariable('AWS_ENDPOINT_URL_S3', fake.endpoint);
});
afterEach(() => fake.close());

const look = async (root = 's3://bucket/shop'): Promise<string> =>
  (await examine([datastoreCheck], { LF_DATASTORE_ROOT: root })).map(told).join('\n');

it('tries all that a run needs, below its probe key alone, and leaves nothing', async () => {
  expect(await look()).toBe(
    'ok datastore: s3://bucket/shop, from environment: lists, writes, reads and deletes; of 8 writers at once 1 won → ',
  );
  expect([...fake.bucket.objects.keys()]).toEqual([]);
  const touched = fake.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(touched.length).toBeGreaterThan(8);
  for (const { key } of touched) expect(key).toMatch(/^shop\/_probe\/[0-9a-f-]{36}$/);
});

it('finds out a server that ignores If-None-Match', async () => {
  fake.before = ({ headers }) => {
    Reflect.deleteProperty(headers, 'if-none-match');
  };
  expect(await look()).toMatch(/^failed datastore: .*ignores conditional writes.*If-None-Match/);
  expect([...fake.bucket.objects.keys()]).toEqual([]);
});

it('finds out a server that ignores If-Match', async () => {
  fake.before = ({ headers }) => {
    Reflect.deleteProperty(headers, 'if-match');
  };
  expect(await look()).toMatch(/If-Match is ignored.* → use AWS S3/);
  expect([...fake.bucket.objects.keys()]).toEqual([]);
});

it.each([
  [403, 'AccessDenied', /the credentials may not do that.* → lf iam --for run/],
  [404, 'NoSuchBucket', /there is no bucket bucket.*aws s3 mb s3:\/\/bucket/],
  [301, 'PermanentRedirect', /in another region.*AWS_DEFAULT_REGION/],
  [400, 'ExpiredToken', /have expired.*aws sso login/],
  [503, 'SlowDown', /asks for fewer requests/],
])('tells a refusal with status %i, %s, and what mends it', async (status, code, words) => {
  fake.fail({ kind: 'refuse', status, code }, { operation: '*', times: 100 });
  expect(await look()).toMatch(words);
});

it('tells a folder that is there, one that is not made yet, and a file in its place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lf-folder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  expect(await look(`file:${folder}`)).toMatch(/^ok .*can be written/);
  expect(await look(`file:${folder}/a/b`)).toMatch(/^ok .*is made by the first run/);
  expect(await readdir(folder)).toEqual([]);
  expect(await look(`file:${import.meta.filename}`)).toMatch(/^failed .*no folder is there/);
});
