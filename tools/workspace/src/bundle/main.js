/**
 * `node tools/workspace/src/bundle/main.js packages/dataset`: what is published of a package, beside its types. Its
 * folder `dist` holds no code of an earlier bundle then.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundlePackage } from './bundle-package.js';

const [, , path = '.'] = process.argv;
const folder = resolve(path);

function removeCode(dist) {
  for (const name of readdirSync(dist, { recursive: true })) {
    if (/\.js(\.map)?$/.test(name)) rmSync(join(dist, name));
  }
}

removeCode(join(folder, 'dist'));
await bundlePackage(folder);
