import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startFakeS3, withTestCredentials, type FakeS3 } from '@lf/test-doubles/s3';
import { tempDirectory } from '../temp-directory.ts';

withTestCredentials();
let fake: FakeS3;
beforeEach(async () => {
  fake = await startFakeS3();
});
afterEach(() => fake.close());

function start(program: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(`./children/${program}.ts`, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', 'tsx', '--conditions=@lf/source', path, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'throws the parts of an upload away when the process ends by %s',
  async (signal) => {
    let sawParts: () => void = () => undefined;
    const uploading = new Promise<void>((resolve) => {
      sawParts = resolve;
    });
    // Parts are never answered: the upload is under way until the signal comes
    fake.fail({ kind: 'silent' }, { operation: 'UploadPart', times: 100 });
    fake.before = ({ operation }) => {
      if (operation === 'UploadPart') sawParts();
    };
    const child = start('upload-large', [fake.endpoint, await tempDirectory()]);
    const ended = once(child, 'exit');
    await uploading;
    expect(fake.bucket.uploads.size).toBe(1);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(fake.bucket.uploads.size).toBe(0);
  },
  120_000,
);

it('loads the SDK for a store in S3 alone, and not before its first use', async () => {
  const child = start('loaded-modules', [await tempDirectory(), fake.endpoint]);
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await once(child, 'close');
  expect(printed).toBe('false true');
}, 120_000);
