import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundlePackage, isBundled, isCurrent } from '../src/bundle/bundle-package.js';

let folder;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lf-bundle-'));
  write('package.json', {
    name: 'shop',
    type: 'module',
    exports: { '.': { '@lf/source': './src/index.ts', default: './dist/index.js' } },
    bin: { shop: './dist/cli/main.js' },
    programs: ['./src/worker.ts'],
  });
  write('src/price.ts', 'export const price: number = 9.5;\n');
  write('src/index.ts', "export { price } from './price.ts';\n");
  write('src/worker.ts', "import { price } from './price.ts'; console.log('worker', price);\n");
  write(
    'src/cli/main.ts',
    "import { price } from '../price.ts'; import { sep } from 'node:path'; console.log(price, sep.length);\n",
  );
  await bundlePackage(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name, content) {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

const REQUIRE_BUILT = join(import.meta.dirname, '../src/bundle/require-built.js');

/** What `npm pack` runs first: its exit code, and what it says. */
function prepack() {
  const { status, stderr } = spawnSync(process.execPath, [REQUIRE_BUILT], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stderr };
}

it('is packed only where dist is the build of the sources', () => {
  expect(prepack()).toEqual({ status: 0, stderr: '' });
  write('src/price.ts', 'export const price: number = 10.25;\n');
  const said = /^Packing shop: expected dist to be the build .* npm run build\n$/;
  expect(prepack()).toEqual({ status: 1, stderr: expect.stringMatching(said) });
  rmSync(join(folder, 'dist'), { recursive: true });
  expect(prepack().status).toBe(1);
});

it('is asked of every package that is published', () => {
  const root = join(import.meta.dirname, '../../..');
  const first = 'node ../../tools/workspace/src/bundle/require-built.js';
  const packages = ['packages', 'apps'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => join(root, kind, name, 'package.json')),
  );
  const without = packages.filter((path) => {
    const { private: isPrivate, scripts } = JSON.parse(readFileSync(path, 'utf8'));
    return isPrivate !== true && !scripts?.prepack?.startsWith(first);
  });
  expect(without).toEqual([]);
});

const run = (name) =>
  execFileSync(process.execPath, [join(folder, name)], {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '0' },
  });

it('makes a file of each export, command and program, which share what they share', () => {
  expect(run('dist/cli/main.js')).toBe('9.5 1\n');
  expect(run('dist/worker.js')).toBe('worker 9.5\n');
  const code = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.replace(/-[A-Z0-9]{8}/, ''));
  expect(code.sort()).toEqual(['chunks/chunk.js', 'cli/main.js', 'index.js', 'worker.js']);
});

it('knows whether a bundle is of the sources as they are', async () => {
  expect(isCurrent(folder)).toBe(true);
  write('src/price.ts', 'export const price: number = 12;\n');
  expect(isCurrent(folder)).toBe(false);
  await bundlePackage(folder);
  expect(isCurrent(folder)).toBe(true);
  expect(run('dist/cli/main.js')).toBe('12 1\n');

  // The same size, written later; then gone
  utimesSync(join(folder, 'src/price.ts'), 1, 1);
  expect(isCurrent(folder)).toBe(false);
  await bundlePackage(folder);
  rmSync(join(folder, 'src/worker.ts'));
  expect(isCurrent(folder)).toBe(false);
});

it('bundles for several at once without one of them seeing half a file', async () => {
  const many = Array.from({ length: 5 }, () => bundlePackage(folder));
  await Promise.race(many);
  expect(run('dist/cli/main.js')).toBe('9.5 1\n');
  await Promise.all(many);
  expect(readdirSync(join(folder, 'dist'), { recursive: true }).join()).not.toContain('.part');
});

it('says what does not compile', async () => {
  write('src/price.ts', 'export const price = ;\n');
  await expect(bundlePackage(folder)).rejects.toThrow(/price\.ts:1:21.*Unexpected ";"/);
});

it('passes over what exports no sources of ours', () => {
  expect(isBundled(folder)).toBe(true);
  write('package.json', { name: 'book', exports: { './package.json': './package.json' } });
  expect(isBundled(folder)).toBe(false);
});
