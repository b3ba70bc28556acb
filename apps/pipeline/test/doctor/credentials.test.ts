import { setVariable, withTestCredentials } from '@lf/test-doubles/s3';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsCheck } from '../../src/doctor/check-credentials.ts';
import { IDENTITY, startFakeAws, type FakeAws } from './fake-aws.ts';
import { examine, told } from './patient.ts';

withTestCredentials();
let fake: FakeAws;
beforeEach(async () => {
  fake = await startFakeAws();
  fake.answers.set('sts:GetCallerIdentity', IDENTITY);
});
afterEach(() => fake.close());

const IN_S3 = { LF_DATASTORE_ROOT: 's3://bucket/shop', AWS_DEFAULT_REGION: 'eu-west-1' };

const look = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
  const environment = { ...IN_S3, AWS_ENDPOINT_URL: fake.endpoint, ...more };
  return (await examine([credentialsCheck], environment)).map(told).join('\n');
};

/** Sets variables that the SDK reads, until the test ends. */
function set(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    setVariable(name, value);
    onTestFinished(() => {
      setVariable(name, before);
    });
  }
}

it('tells whose the credentials are and where they came from', async () => {
  expect(await look({ AWS_ACCESS_KEY_ID: 'test' })).toBe(
    'ok credentials: arn:aws:iam::123456789012:user/me, by AWS_ACCESS_KEY_ID; region eu-west-1 → ',
  );
  expect(fake.asked).toEqual([
    {
      call: 'sts:GetCallerIdentity',
      input: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    },
  ]);
});

it('asks nothing where nothing of AWS is used', async () => {
  expect(await examine([credentialsCheck], {})).toEqual([]);
});

it.each([
  ['InvalidClientTokenId', /AWS does not know the credentials.* → aws sts get-caller-identity/],
  ['ExpiredToken', /have expired → set AWS_PROFILE/],
  ['RequestTimeTooSkewed', /the clock of this machine is wrong → timedatectl/],
  ['Throttling', /AWS says Throttling \(words\)/],
])('tells a refusal %s', async (code, words) => {
  const body = `<ErrorResponse><Error><Code>${code}</Code><Message>words</Message></Error></ErrorResponse>`;
  fake.answers.set('sts:GetCallerIdentity', { status: 403, body });
  expect(await look()).toMatch(words);
});

it('waits for nobody', async () => {
  fake.answers.set('sts:GetCallerIdentity', 'silent');
  expect(await look()).toMatch(/^failed credentials: AWS does not answer/);
});

it('says how to sign in where a profile gives no credentials', async () => {
  set({ AWS_PROFILE: 'shop', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
  expect(await look({ AWS_PROFILE: 'shop' })).toMatch(
    /^failed credentials: no credentials of AWS, by the profile shop .* → aws sso login --profile shop/,
  );
});

it('takes credentials and region of a profile, by the chain of the SDK', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lf-aws-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const config = join(folder, 'config');
  await writeFile(
    config,
    '[profile shop]\nregion = eu-west-1\naws_access_key_id = test\naws_secret_access_key = secret-of-shop\n',
  );
  set({
    AWS_CONFIG_FILE: config,
    AWS_PROFILE: 'shop',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_DEFAULT_REGION: undefined,
  });
  const told = await look({ AWS_PROFILE: 'shop', AWS_DEFAULT_REGION: '' });
  expect(told).toMatch(/^ok credentials: .*, by the profile shop; region eu-west-1/);
  expect(told).not.toContain('secret-of-shop');
});

it("takes a container's role, and warns where it ends soon", async () => {
  const metadata = createServer((_, response) => {
    response.end(
      JSON.stringify({
        AccessKeyId: 'test',
        SecretAccessKey: 'secret',
        Token: 'token',
        Expiration: new Date(Date.now() + 10 * 60_000).toISOString(),
      }),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => metadata.once('listening', resolve));
  onTestFinished(() => void metadata.close());
  const url = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}/role`;
  set({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
  });
  expect(await look({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url })).toMatch(
    /^warning credentials: .*, by the container's role; region eu-west-1; they expire in (9|10) minutes/,
  );
});
