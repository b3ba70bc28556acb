import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandError } from '../../commands/errors.ts';
import { readStackSettings } from '../../commands/stack-settings.ts';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d';

test('with nothing set, or nothing in the settings: the defaults', () => {
  const defaults = {
    stage: 'dev',
    region: 'us-east-1',
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    memoryMb: 512,
    provisionedConcurrency: 0,
    domain: undefined,
  };
  expect(readStackSettings({})).toEqual(defaults);
  expect(readStackSettings({ STAGE: '', LF_API_ARCHITECTURE: '' })).toEqual(defaults);
});

test.each([
  ['LF_API_ARCHITECTURE', 'arm', 'one of arm64, x86_64'],
  ['LF_API_RUNTIME', 'nodejs18.x', 'one of nodejs24.x, nodejs22.x'],
  ['LF_API_MEMORY_MB', '64', 'a whole number from 128 to 10240'],
  ['LF_API_PROVISIONED_CONCURRENCY', '-1', 'a whole number from 0 to 1000'],
  ['STAGE', 'a stage', '1 to 15 letters, digits and hyphens'],
  ['AWS_DEFAULT_REGION', 'Frankfurt', 'a region such as eu-central-1'],
  ['LF_API_DOMAIN', 'https://api.shop.example', 'a host name in lower case'],
])('%s=%s is refused with what is expected', (name, value, expected) => {
  const read = () => readStackSettings({ [name]: value });
  expect(read).toThrow(CommandError);
  expect(read).toThrow(`${name}: expected ${expected}`);
  expect(read).toThrow(`got '${value}'.`);
});

test('all that is wrong is told at once', () => {
  const read = () => readStackSettings({ STAGE: '-', LF_API_MEMORY_MB: 'much' });
  expect(read).toThrow(/STAGE: .*\nLF_API_MEMORY_MB: /);
});

test('a domain needs its certificate, of the region of the stack', () => {
  const AWS_REGION = 'eu-central-1';
  const LF_API_DOMAIN = 'api.shop.example';
  const LF_API_CERTIFICATE_ARN = CERTIFICATE;
  expect(readStackSettings({ AWS_REGION, LF_API_DOMAIN, LF_API_CERTIFICATE_ARN }).domain).toEqual({
    name: LF_API_DOMAIN,
    certificateArn: CERTIFICATE,
    hostedZoneId: undefined,
  });
  expect(() => readStackSettings({ LF_API_DOMAIN })).toThrow(
    'expected the certificate of api.shop.example in us-east-1, got nothing',
  );
  expect(() => readStackSettings({ LF_API_DOMAIN, LF_API_CERTIFICATE_ARN })).toThrow(
    'expected a certificate in us-east-1, the region of the stack, got one in eu-central-1',
  );
  expect(() => readStackSettings({ LF_API_HOSTED_ZONE_ID: 'Z1' })).toThrow(
    'LF_API_HOSTED_ZONE_ID: expected LF_API_DOMAIN as well',
  );
});

test('any text is read, or refused by its name', () => {
  const names = ['STAGE', 'LF_API_MEMORY_MB', 'LF_API_DOMAIN', 'LF_API_RUNTIME'];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string({ maxLength: 300 }), (name, text) => {
      try {
        readStackSettings({ [name]: text });
      } catch (error) {
        expect(error).toBeInstanceOf(CommandError);
      }
    }),
  );
});
