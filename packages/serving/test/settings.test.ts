import { expect, test } from 'vitest';
import { SettingsError } from '../src/errors.ts';
import { readSettings, type Environment } from '../src/settings.ts';

function messageOf(environment: Environment): string {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return '';
}

test('a SageMaker endpoint and defaults', () => {
  expect(
    readSettings({ SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint', AWS_DEFAULT_REGION: 'eu-west-1' }),
  ).toEqual({
    target: { kind: 'sagemaker', endpointName: 'intent-1-endpoint', region: 'eu-west-1' },
    model: undefined,
    bundle: undefined,
    seenItems: 'include',
    outOfScope: 'answer',
    maxEvents: 1000,
    timeoutMs: 5000,
    corsOrigins: ['*'],
    allowedHosts: 'any',
    apiKey: undefined,
    resilience: { retries: 2, breakerFailures: 5, breakerCooldownMs: 10_000 },
  });
});

test('a URL wins over a SageMaker name and loses the slash at its end', () => {
  const settings = readSettings({
    SAGEMAKER_ENDPOINT_NAME: 'a',
    LF_ENDPOINT_URL: 'http://127.0.0.1:8080/',
  });
  expect(settings.target).toMatchObject({ kind: 'url', url: 'http://127.0.0.1:8080' });
});

test('an empty variable counts as not set', () => {
  const settings = readSettings({
    SAGEMAKER_ENDPOINT_NAME: 'a',
    LF_ENDPOINT_URL: '',
    LF_API_MAX_EVENTS: '',
  });
  expect(settings).toMatchObject({ target: { kind: 'sagemaker' }, maxEvents: 1000 });
});

test('nothing that predicts names all three ways to set it', () => {
  expect(messageOf({})).toContain(
    'SAGEMAKER_ENDPOINT_NAME, LF_ENDPOINT_URL or LF_API_BUNDLE: expected one of them',
  );
});

const ALL = {
  LF_ENDPOINT_URL: 'http://127.0.0.1:8080',
  SAGEMAKER_ENDPOINT_NAME: 'a',
  LF_API_BUNDLE: 'model.tar.gz',
};

test.each(['url', 'sagemaker', 'bundle'])('LF_API_INFERENCE=%s chooses among all', (kind) => {
  expect(readSettings({ ...ALL, LF_API_INFERENCE: kind }).target.kind).toBe(kind);
});

test.each([
  ['url', 'LF_ENDPOINT_URL'],
  ['sagemaker', 'SAGEMAKER_ENDPOINT_NAME'],
  ['bundle', 'LF_API_BUNDLE'],
] as const)('LF_API_INFERENCE=%s without %s is refused', (kind, name) => {
  expect(messageOf({ ...ALL, [name]: '', LF_API_INFERENCE: kind })).toContain(
    `${name}: expected it to be set, since LF_API_INFERENCE is ${kind}`,
  );
});

test('with a bundle alone it predicts', () => {
  expect(readSettings({ LF_API_BUNDLE: 'model' }).target).toEqual({ kind: 'bundle' });
});

test.each([
  'model',
  './a b/model.tar.gz',
  'C:\\model.tar.gz',
  'https://a.example/m?sig=1',
  's3://b/k',
])('LF_API_BUNDLE %s is taken', (bundle) => {
  expect(readSettings({ LF_API_BUNDLE: bundle }).bundle).toBe(bundle);
});

test.each(['ftp://a/b', 's3://bucket', 'https://user:secret@host/m', 'file:///model'])(
  'LF_API_BUNDLE %s is refused',
  (bundle) => {
    expect(messageOf({ LF_API_BUNDLE: bundle })).toContain('LF_API_BUNDLE: expected the path of');
  },
);

test('every wrong setting is told at once: name, expectation, value', () => {
  const message = messageOf({
    SAGEMAKER_ENDPOINT_NAME: 'not a name',
    LF_API_MODEL: 'rek',
    LF_API_SEEN_ITEMS: 'some',
    LF_API_MAX_EVENTS: '1e9',
    LF_API_TIMEOUT_MS: 'soon',
    LF_API_CORS_ORIGIN: 'shop.example',
    LF_API_ALLOWED_HOSTS: 'shop.example:80',
    LF_API_KEY: 'short secret',
    LF_API_RETRIES: '6',
    LF_API_BREAKER_FAILURES: '-1',
    LF_API_BREAKER_COOLDOWN_MS: '0',
    LF_API_THROTTLE_RATE: '0.5',
    LF_API_THROTTLE_BURST: 'many',
  });
  expect(message).toContain(
    'SAGEMAKER_ENDPOINT_NAME: expected a SageMaker endpoint name (letters, digits',
  );
  expect(message).toContain("LF_API_MODEL: expected one of intent, rec, got 'rek'.");
  expect(message).toContain("LF_API_SEEN_ITEMS: expected one of include, exclude, got 'some'.");
  expect(message).toContain(
    "LF_API_MAX_EVENTS: expected a whole number from 1 to 2000, got '1e9'.",
  );
  expect(message).toContain(
    "LF_API_TIMEOUT_MS: expected a whole number from 1 to 29000, got 'soon'.",
  );
  for (const wrong of [
    "LF_API_ALLOWED_HOSTS: expected *, or host names without a port, separated by commas, got 'shop.example:80'.",
    "LF_API_RETRIES: expected a whole number from 0 to 5, got '6'.",
    "LF_API_BREAKER_FAILURES: expected a whole number from 0 to 1000, got '-1'.",
    "LF_API_BREAKER_COOLDOWN_MS: expected a whole number from 1 to 600000, got '0'.",
    "LF_API_THROTTLE_RATE: expected a whole number from 1 to 10000, got '0.5'.",
    "LF_API_THROTTLE_BURST: expected a whole number from 1 to 5000, got 'many'.",
    'LF_API_KEY: expected 16 to 256 printable characters without blanks, got another value.',
  ]) {
    expect(message).toContain(wrong);
  }
  expect(message).not.toContain('short secret');
  expect(message).toContain(
    'LF_API_CORS_ORIGIN: expected *, same-origin, or origins such as https://shop.example',
  );
});

test.each([
  '8080',
  'ftp://a',
  'http://',
  'http://user:secret@host',
  'http://host/?a=1',
  'http://host#f',
  'http://a b',
])('LF_ENDPOINT_URL %s is refused', (url) => {
  expect(messageOf({ LF_ENDPOINT_URL: url })).toContain(
    'LF_ENDPOINT_URL: expected an http or https URL',
  );
});

test.each(['http://127.0.0.1:8080', 'https://models.example/intent/v1', 'http://[::1]:8080'])(
  'LF_ENDPOINT_URL %s is taken',
  (url) => {
    expect(readSettings({ LF_ENDPOINT_URL: url }).target).toMatchObject({ kind: 'url', url });
  },
);

test.each(['1e999', '1e3', '0x10', '5.0', ' 5', '-0', '007', 'true', '9007199254740993'])(
  'no integer is written as %j',
  (text) => {
    expect(
      messageOf({ SAGEMAKER_ENDPOINT_NAME: 'e', LF_API_MAX_EVENTS: text, LF_API_RETRIES: text }),
    ).toMatch(/LF_API_MAX_EVENTS: expected a whole number from 1 to 2000[^]*LF_API_RETRIES/);
  },
);

test.each(['http://models.example/m.tar.gz', 'http://127.0.0.1.example/m', 'http://127.0.0.1/m'])(
  'no bundle is fetched from %s',
  (LF_API_BUNDLE) => {
    expect(messageOf({ LF_API_BUNDLE })).toContain('LF_API_BUNDLE: expected an https: address');
  },
);

test('a bundle of loopback may come by http where a test says so, and no other', () => {
  const settings = { LF_API_BUNDLE: 'http://127.0.0.1:9/m', LF_API_BUNDLE_HTTP: 'loopback' };
  expect(readSettings(settings).bundle).toBe('http://127.0.0.1:9/m');
  expect(messageOf({ ...settings, LF_API_BUNDLE: 'http://127.0.0.1.example/m' })).toContain(
    'expected an https: address',
  );
});

test('a digest is one, and belongs to an address', () => {
  const LF_API_BUNDLE_DIGEST = `sha256:${'0'.repeat(64)}`;
  expect(
    readSettings({ LF_API_BUNDLE: 'https://m.example/m', LF_API_BUNDLE_DIGEST }).bundleDigest,
  ).toBe(LF_API_BUNDLE_DIGEST);
  expect(messageOf({ LF_API_BUNDLE: 'model', LF_API_BUNDLE_DIGEST })).toContain('s3: address');
  expect(messageOf({ LF_API_BUNDLE: 's3://b/m', LF_API_BUNDLE_DIGEST: 'md5:0' })).toContain(
    '64 hexadecimal digits',
  );
});
