import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { someWeights, temporaryFolder, writeIntentBundle } from '@lf/test-doubles';
import { expect, test } from 'vitest';
import { startCommand } from '../test/commands/run-command.ts';
import { lintTemplates } from './cfn-lint.ts';

const OUTPUT = join(import.meta.dirname, '../.serverless');
const TEMPLATES = ['create', 'update'].map((when) => `cloudformation-template-${when}-stack.json`);
const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d';

/** The settings that change the stack. */
const VARIANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sagemaker: { SAGEMAKER_ENDPOINT_NAME: 'Intent-1-endpoint' },
  'url-and-key': {
    LF_ENDPOINT_URL: 'https://endpoint.shop.example',
    LF_ENDPOINT_KEY: 'a-key-of-the-endpoint',
    LF_API_KEY: 'a-key-of-the-callers',
  },
  's3-bundle': {
    LF_API_BUNDLE: 's3://shop-models/intent%201/model.tar.gz',
    LF_API_ARCHITECTURE: 'x86_64',
    LF_API_RUNTIME: 'nodejs22.x',
    LF_API_MEMORY_MB: '1024',
  },
  'provisioned-and-throttled': {
    SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint',
    LF_API_PROVISIONED_CONCURRENCY: '2',
    LF_API_THROTTLE_RATE: '100',
    LF_API_THROTTLE_BURST: '20',
    LF_REQUEST_LOG: 'stdout',
  },
  domain: {
    SAGEMAKER_ENDPOINT_NAME: 'intent-1-endpoint',
    AWS_DEFAULT_REGION: 'eu-central-1',
    LF_API_DOMAIN: 'api.shop.example',
    LF_API_CERTIFICATE_ARN: CERTIFICATE,
    LF_API_HOSTED_ZONE_ID: 'Z0123456789ABC',
  },
};

/** Packages a variant, and copies its templates to where another variant does not overwrite them. */
async function packageTemplates(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const command = startCommand('package', temporaryFolder(), environment);
  expect(await command.exited, command.output()).toBe(0);
  const folder = temporaryFolder();
  return TEMPLATES.map((name) => {
    copyFileSync(join(OUTPUT, name), join(folder, name));
    return join(folder, name);
  });
}

test.each(Object.entries(VARIANTS))(
  'cfn-lint finds nothing in the stack %s',
  async (_, settings) => {
    expect(lintTemplates(await packageTemplates(settings))).toBe('');
  },
);

test('cfn-lint finds nothing in the stack with a bundle in the zip, and what is wrong if something is', async () => {
  const bundle = await writeIntentBundle(someWeights(4));
  const templates = await packageTemplates({ LF_API_BUNDLE: bundle });
  expect(lintTemplates(templates)).toBe('');

  const path = templates[1] ?? '';
  const broken = readFileSync(path, 'utf8').replace('"nodejs24.x"', '"nodejs.x"');
  writeFileSync(path, broken);
  expect(lintTemplates([path])).toMatch(/E3030.*nodejs\.x/);
});

test('cfn-lint finds nothing in the firewall', () => {
  expect(lintTemplates([join(import.meta.dirname, '../firewall/template.yaml')])).toBe('');
});
