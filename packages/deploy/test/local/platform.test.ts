import { afterEach, expect, it } from 'vitest';
import { startLocalEndpoint } from '../../src/index.ts';
import { processStart } from '../../src/local/process-identity.ts';

const { platform } = process;
const runOn = (name: string) => Object.defineProperty(process, 'platform', { value: name });
afterEach(() => runOn(platform));

it('refuses to start an endpoint where there are no process groups, before anything is read', async () => {
  runOn('win32');
  const started = startLocalEndpoint({
    name: 'intent',
    command: ['node', 'server.js'],
    bundlePath: 'nowhere/model.tar.gz',
    stateDirectory: 'nowhere',
  });
  await expect(started).rejects.toMatchObject({
    code: 'platform_unsupported',
    message: expect.stringMatching(/expected Linux or macOS, got win32.*Use WSL 2/) as string,
  });
});

it('tells processes apart by ps where there is no /proc, as on macOS', async () => {
  runOn('darwin');
  const own = await processStart(process.pid);
  // In the words of ps, such as 'Mon Nov 30 12:00:00 2026'
  expect(own).toMatch(/^\w{3} \w{3} +\d+ [\d:]{8} \d{4}$/);
  expect(await processStart(process.pid)).toBe(own);
  expect(await processStart(2 ** 22 + 1)).toBeNull();
});
