import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

it('random .env files, flags and configurations: documented exit codes, no stack trace, nothing written by what is refused', async () => {
  const loader = ['--import', import.meta.resolve('tsx'), '--conditions=@lf/source'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...loader,
    ...[MAIN, '--seconds', '3', '--seed', '1'],
  ]);
  expect(stdout).toMatch(/from seed 1: \d+ with .*; 0 laws broken/);
});
