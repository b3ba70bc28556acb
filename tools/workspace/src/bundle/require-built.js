/** `prepack` of every package: what is packed has to be the build of the sources as they are. */
import { existsSync, readFileSync } from 'node:fs';
import { isCurrent } from './bundle-package.js';

const folder = process.cwd();
const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const types = Object.values(exports).flatMap((target) => target.types ?? []);
if (!isCurrent(folder) || !types.every((path) => existsSync(path))) {
  console.error(
    `Packing ${name}: expected dist to be the build of its sources, but it is missing or older. Correct that: npm run build`,
  );
  process.exitCode = 1;
}
