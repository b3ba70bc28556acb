import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, 'readme');

/** A text without its line breaks: an import of a longer path takes more lines. */
const words = (text: string): string => text.replaceAll(/[\s,]+/g, ' ');

it('has an example in its README that runs', { timeout: 120_000 }, async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const [server = '', deploy = ''] = [...readme.matchAll(/```[jt]s\n(.*?)```/gs)].map(
    ([, code]) => code,
  );
  const files = {
    server: await readFile(join(FOLDER, 'server.js'), 'utf8'),
    deploy: await readFile(join(FOLDER, 'deploy.ts'), 'utf8'),
  };
  expect(words(server)).toBe(words(files.server));
  expect(words(deploy)).toBe(words(files.deploy.replace('../../src/index.ts', '@lf/deploy')));

  const cwd = await mkdtemp(join(tmpdir(), 'lf-deploy-readme-'));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const args = ['--import', tsx, '--conditions=@lf/source', join(FOLDER, 'deploy.ts')];
  const env = { ...process.env, FORCE_COLOR: '0' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env });
  expect(stdout).toBe(
    "probability 0.574\n[ 'live' ]\n[ 'answered 1 instances' ]\n0 idle\nstopped\n",
  );
  await rm(cwd, { recursive: true, force: true });
});
