import { expect, test } from 'vitest';
import { temporaryFolder } from '@lf/test-doubles';
import { requireDeployable } from '../../commands/preflight.ts';
import { startCommand } from './run-command.ts';

test(
  'without credentials and endpoint: says what is missing, packages nothing, exit code 1',
  { timeout: 90_000 },
  async () => {
    const command = startCommand('deploy', temporaryFolder());
    expect(await command.exited).toBe(1);
    expect(command.output()).toMatch(
      /this is missing:\n {2}SAGEMAKER_ENDPOINT_NAME: .*\n {2}AWS credentials: set AWS_PROFILE/,
    );
    expect(command.output()).not.toMatch(/Deploying local-flow-api|^\s+at /m);
  },
);

test('with credentials but no endpoint: names the endpoint alone', () => {
  expect(() => requireDeployable({}, undefined)).toThrow(
    /SAGEMAKER_ENDPOINT_NAME(?!.*credentials)/s,
  );
});

test('with an endpoint but no credentials: names the credentials, with the reason of the SDK', () => {
  const deploy = () =>
    requireDeployable({ SAGEMAKER_ENDPOINT_NAME: 'a' }, 'profile shop not found');
  expect(deploy).toThrow(/AWS credentials: .*profile shop not found/);
  expect(deploy).not.toThrow(/SAGEMAKER_ENDPOINT_NAME/);
});

test('with both: goes on', () => {
  expect(() => requireDeployable({ SAGEMAKER_ENDPOINT_NAME: 'a' }, undefined)).not.toThrow();
});
