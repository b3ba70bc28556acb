import { sendJson, startLoopback } from '@lf/test-doubles';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openMachineCalls } from '../../src/step-functions/index.ts';

/** As AWS answers, in the words that it documents. */
it.each<[string, number, string, string, RegExp]>([
  [
    'machine_no_credentials',
    400,
    'ExpiredTokenException',
    'The security token included in the request is expired',
    /they have expired.*aws sso login/,
  ],
  [
    'machine_credentials_refused',
    400,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    /Check AWS_PROFILE/,
  ],
  [
    'machine_clock_skew',
    400,
    'InvalidSignatureException',
    'Signature expired: 20261130T160000Z is now earlier than 20261130T165500Z',
    /the clock of this machine is wrong.*timedatectl/,
  ],
  [
    'machine_credentials_refused',
    400,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
    /their secret is wrong/,
  ],
  [
    'machine_denied',
    400,
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/x is not authorized to perform: states:StartExecution',
    /lf iam --for schedule/,
  ],
  ['machine_not_found', 400, 'StateMachineDoesNotExist', 'none', /lf create step-functions/],
  ['machine_throttled', 400, 'ThrottlingException', 'Rate exceeded', /Try again in some minutes/],
  ['machine_unavailable', 503, 'ServiceUnavailable', 'down', /health\.aws\.amazon\.com/],
])('says %s (%i %s), with what to do', async (code, status, type, message, says) => {
  const service = await startLoopback((response) =>
    sendJson(response, { __type: type, message }, status),
  );
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await service.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL', service.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  const calls = await openMachineCalls();
  onTestFinished(() => calls.close());
  const starting = calls.start('arn:aws:states:us-east-1:123456789012:stateMachine:shop', 'r1');
  await expect(starting).rejects.toMatchObject({ code });
  await expect(starting).rejects.toThrow(says);
});
