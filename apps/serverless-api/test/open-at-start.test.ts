import { expect, onTestFinished, test, vi } from 'vitest';
import { rmSync } from 'node:fs';
import { bodyOf, someWeights, writeIntentBundle } from '@lf/test-doubles';
import { openAtStart } from '../src/open-at-start.ts';

const IN_LAMBDA = { AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' };

test('outside of Lambda nothing is opened before it is asked for', async () => {
  const open = vi.fn(async () => 'service');
  const opened = await openAtStart({}, open);
  expect(open).not.toHaveBeenCalled();
  expect(await opened()).toBe('service');
});

test('in Lambda it is open when the container has started, once', async () => {
  const open = vi.fn(async () => 'service');
  const opened = await openAtStart(IN_LAMBDA, open);
  expect(open).toHaveBeenCalledTimes(1);
  expect(await opened()).toBe('service');
  expect(open).toHaveBeenCalledTimes(1);
});

test('what fails while the container starts is tried again by the first request', async () => {
  const open = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error('no bundle'))
    .mockResolvedValue('service');
  const opened = await openAtStart(IN_LAMBDA, open);
  expect(await opened()).toBe('service');
  expect(open).toHaveBeenCalledTimes(2);
});

test('a start that takes long goes on behind the first request, and is not begun anew', async () => {
  let finish = (_: string): void => undefined;
  const open = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)));
  const opened = await openAtStart(IN_LAMBDA, open, 1);
  const answer = opened();
  finish('service');
  expect(await answer).toBe('service');
  expect(open).toHaveBeenCalledTimes(1);
});

test('the handler has read its bundle when Lambda has started it', async () => {
  const bundle = await writeIntentBundle(someWeights(4));
  vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand');
  vi.stubEnv('LF_API_BUNDLE', bundle);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  vi.resetModules();
  const { predict } = await import('../src/handler.ts');
  rmSync(bundle);
  const answer = await predict({ queryStringParameters: { session: 'add' } });
  expect(answer.statusCode).toBe(200);
  expect(bodyOf(answer)['endpoint']).toMatch(/^bundle:/);
});
