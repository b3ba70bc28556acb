import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FLOWS_FOLDER } from '../../src/batch/carried-flows.ts';
import { carryFlows } from '../../src/batch/carry-flows.ts';
import { packageFiles } from '../../src/batch/package-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'lf-carry-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes files by their paths below the folder. */
async function lay(files: Readonly<Record<string, string>>, root = folder): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

const lines: string[] = [];
const carry = (...modules: readonly string[]) => {
  lines.length = 0;
  return carryFlows(
    modules.map((path) => join(folder, path)),
    (line) => lines.push(line),
  );
};

/** A shop's project: its flows say which of their parts was found by the line that they add up. */
const SHOP = {
  'shop/package.json': '{ "name": "shop", "type": "module", "exports": "./none.js" }',
  'shop/flows/visits.js': `
    import { one } from '../lib/one.mjs';
    import two from './two.json' with { type: 'json' };
    import { four } from 'plain';
    // import './in-a-comment.js'
    export const sum = async () => {
      const { three } = await import('./late/three.mjs');
      return [one, two.two, three, four].join(' ');
    };`,
  'shop/lib/package.json': '{ "private": true }', // without a type, so that .js is CommonJS in it
  'shop/lib/one.mjs': `import legacy from './legacy.js'; export const one = legacy.one;`,
  'shop/lib/legacy.js': `module.exports = { one: require('./value').value };`,
  'shop/lib/value.js': `exports.value = 'one';`,
  'shop/flows/two.json': '{ "two": "two" }',
  'shop/flows/late/three.mjs': `export const three = 'three';`,
  'shop/flows/secret.js': `export const key = 'not imported';`,
  'shop/node_modules/plain/package.json':
    '{ "name": "plain", "version": "1.0.0", "type": "module", "main": "./src/main.js", "dependencies": { "deep": "1" } }',
  'shop/node_modules/plain/src/main.js': `import { deep } from 'deep'; export const four = deep;`,
  'shop/node_modules/plain/node_modules/deep/package.json':
    '{ "name": "deep", "version": "1.0.0", "type": "module", "main": "./index.js" }',
  'shop/node_modules/plain/node_modules/deep/index.js': `export const deep = 'four';`,
};
/** A program without anything, which carries the flows. */
const PROGRAM = { 'program/package.json': '{ "name": "@lf/pipeline", "version": "1.0.0" }' };

it('carries what a flow imports, at once or late, from files and packages, and it runs where nothing else is', async () => {
  await lay({ ...SHOP, ...PROGRAM });
  const carried = await carry('shop/flows/visits.js');
  expect(carried.modules).toEqual([`${FLOWS_FOLDER}/flows/visits.js`]);
  const files = packageFiles(join(folder, 'program'), carried);
  expect([...files.keys()].filter((path) => !path.startsWith('node_modules/@lf/'))).toEqual([
    'flows/flows/late/three.mjs',
    'flows/flows/two.json',
    'flows/flows/visits.js',
    'flows/lib/legacy.js',
    'flows/lib/one.mjs',
    'flows/lib/package.json',
    'flows/lib/value.js',
    'flows/package.json',
    'lf-flows.json',
    'node_modules/deep/index.js',
    'node_modules/deep/package.json',
    'node_modules/plain/package.json',
    'node_modules/plain/src/main.js',
  ]);
  const container = join(folder, 'container');
  for (const [path, file] of files) {
    await mkdir(dirname(join(container, path)), { recursive: true });
    if (typeof file === 'string') await cp(file, join(container, path));
    else await writeFile(join(container, path), file);
  }
  await rm(join(folder, 'shop'), { recursive: true });
  const flow = (await import(pathToFileURL(join(container, carried.modules[0] ?? '')).href)) as {
    readonly sum: () => Promise<string>;
  };
  expect(await flow.sum()).toBe('one two three four');
  expect(lines).toEqual([]);
});

it('names nothing of the machine that it comes from, and ends where files import each other', async () => {
  const files = { 'a.mjs': `import './b.mjs';`, 'b.mjs': `import './a.mjs'; import './b.mjs';` };
  await lay(files, join(folder, 'here/deep'));
  await lay(files, join(folder, 'there'));
  const [here, there] = [await carry('here/deep/a.mjs'), await carry('there/a.mjs')];
  expect([...here.files.keys()]).toEqual(['flows/a.mjs', 'flows/b.mjs']);
  expect([...there.files.keys()]).toEqual([...here.files.keys()]);
  expect(there.modules).toEqual(here.modules);
});

it('gives a flow the version of a package that it has, where the program has another, and our packages as the program has them', async () => {
  await lay({
    'program/package.json': '{ "name": "@lf/pipeline", "dependencies": { "shared": "1" } }',
    'program/node_modules/shared/package.json': '{ "name": "shared", "version": "1.0.0" }',
    'shop/node_modules/shared/package.json': '{ "name": "shared", "version": "2.0.0" }',
    'shop/node_modules/@lf/pipeline/package.json': '{ "name": "@lf/pipeline", "version": "0.0.1" }',
    'workspace/own/package.json': '{ "name": "own", "main": "./src/own.js" }',
    'workspace/own/src/own.js': '',
    'shop/a.mjs': `import 'shared/part.js'; import '@lf/pipeline'; import 'own'; import 'node:fs';`,
  });
  await symlink(join(folder, 'workspace/own'), join(folder, 'shop/node_modules/own'));
  const files = packageFiles(join(folder, 'program'), await carry('shop/a.mjs'));
  expect(files.get('node_modules/shared/package.json')).toContain('/program/');
  expect(files.get('flows/node_modules/shared/package.json')).toContain('/shop/');
  expect(files.get('node_modules/@lf/pipeline/package.json')).toContain('/program/');
  expect(files.get('node_modules/own/src/own.js')).toContain('/workspace/own/src/');
});

it('lists all that no container would find', async () => {
  await lay({
    'a.mjs': `
      import './gone.mjs';
      import 'not-installed';
      import '#inner';
      import '/opt/shop/x.js';
      import 'https://example.org/x.js';
      import './broken.mjs';
      await import('perhaps').catch(() => null);
      import './type.mjs';`,
    'broken.mjs': `import { from './x.mjs'`,
    'type.mjs': `import type { A } from './gone.d.ts';`,
  });
  const failure = await carry('a.mjs').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'flows_not_carried' });
  const { message } = failure as Error;
  expect(message.match(/imports "[^"]*"/g)).toEqual([
    'imports "./gone.mjs"',
    'imports "not-installed"',
    'imports "#inner"',
    'imports "/opt/shop/x.js"',
    'imports "https://example.org/x.js"',
  ]);
  expect(message).toMatch(/broken\.mjs cannot be read as JavaScript/);
});

it('says which imports only a run can tell', async () => {
  await lay({ 'a.mjs': `const name = './b.mjs';\n\nawait import(name);\n` });
  const { files } = await carry('a.mjs');
  expect([...files.keys()]).toEqual(['flows/a.mjs']);
  expect(lines).toEqual([
    expect.stringMatching(/^note: line 3 of \S+a\.mjs imports by a computed/),
  ]);
});
