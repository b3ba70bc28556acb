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
    maxEvents: 1000,
    timeoutMs: 5000,
    corsOrigin: '*',
  });
});

test('a URL wins over a SageMaker name and loses the slash at its end', () => {
  const settings = readSettings({
    SAGEMAKER_ENDPOINT_NAME: 'a',
    LF_ENDPOINT_URL: 'http://127.0.0.1:8080/',
  });
  expect(settings.target).toEqual({ kind: 'url', url: 'http://127.0.0.1:8080' });
});

test('an empty variable counts as not set', () => {
  const settings = readSettings({
    SAGEMAKER_ENDPOINT_NAME: 'a',
    LF_ENDPOINT_URL: '',
    LF_API_MAX_EVENTS: '',
  });
  expect(settings).toMatchObject({ target: { kind: 'sagemaker' }, maxEvents: 1000 });
});

test('no endpoint at all names both ways to set one', () => {
  expect(messageOf({})).toContain(
    'SAGEMAKER_ENDPOINT_NAME or LF_ENDPOINT_URL: expected one of them',
  );
});

test('every wrong setting is told at once: name, expectation, value', () => {
  const message = messageOf({
    SAGEMAKER_ENDPOINT_NAME: 'not a name',
    LF_API_MODEL: 'rek',
    LF_API_SEEN_ITEMS: 'some',
    LF_API_MAX_EVENTS: '1e9',
    LF_API_TIMEOUT_MS: 'soon',
    LF_API_CORS_ORIGIN: 'shop.example',
  });
  expect(message).toContain(
    'SAGEMAKER_ENDPOINT_NAME: expected a SageMaker endpoint name (letters, digits',
  );
  expect(message).toContain("LF_API_MODEL: expected one of intent, rec, got 'rek'.");
  expect(message).toContain("LF_API_SEEN_ITEMS: expected one of include, exclude, got 'some'.");
  expect(message).toContain(
    "LF_API_MAX_EVENTS: expected a whole number from 1 to 2000, got '1000000000'.",
  );
  expect(message).toContain(
    "LF_API_TIMEOUT_MS: expected a whole number from 1 to 29000, got 'soon'.",
  );
  expect(message).toContain(
    'LF_API_CORS_ORIGIN: expected * or one origin such as https://shop.example',
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
    expect(readSettings({ LF_ENDPOINT_URL: url }).target).toEqual({ kind: 'url', url });
  },
);
