import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackendTry } from '../../src/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Registers as tfjs-node does, with the kernels of the cpu backend. */
const WORKING = `
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
require('node:util').isArray([]);
tf.registerBackend('tensorflow', () => tf.engine().findBackend('cpu'));
tf.copyRegisteredKernels('cpu', 'tensorflow');
tf.setBackend('tensorflow');`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-node-path-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function install(name: string, code: string): Promise<void> {
  const files = { 'package.json': JSON.stringify({ name, version: '4.22.7' }), 'index.js': code };
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** What a process of its own tries, whose NODE_PATH names the folder. */
async function triesThere(): Promise<readonly BackendTry[]> {
  const program = `
    import { chooseBackend } from '@lf/kernels/backend';
    const { tried, version } = await chooseBackend();
    process.stdout.write(JSON.stringify([...tried, version]));`;
  const args = ['--import', 'tsx', '--conditions=@lf/source', '--input-type=module', '--eval'];
  const paths = [folder, join(ROOT, '../../node_modules')];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, program], {
    cwd: ROOT,
    env: { ...process.env, NODE_PATH: paths.join(delimiter) },
  });
  // Our own program writes it
  return JSON.parse(stdout) as readonly BackendTry[];
}

it('finds a package in a folder of NODE_PATH, and tells its version', async () => {
  await install('@tensorflow/tfjs-node', WORKING);
  const tried = await triesThere();
  expect(tried[1]).toMatchObject({ packageName: '@tensorflow/tfjs-node', isAvailable: true });
  expect(tried.at(-1)).toBe('4.22.7');
});
