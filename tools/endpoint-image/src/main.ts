import { dirname, join, resolve } from 'node:path';
import { checkBuilt } from './check-built.ts';
import { checkPacked } from './check.ts';
import { packEndpoint } from './pack.ts';

const root = dirname(dirname(join(import.meta.dirname, '..')));
const [command, target] = process.argv.slice(2);
if (command === 'pack' && target !== undefined) {
  const { files, bytes } = await packEndpoint(root, resolve(target));
  process.stdout.write(`${files} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
} else if (command === 'check') {
  process.stdout.write(`${await checkPacked(root)}\n`);
} else if (command === 'check-built' && target !== undefined) {
  process.stdout.write(`${await checkBuilt(root, target)}\n`);
} else {
  process.stderr.write('Expected: pack <folder> | check | check-built <image>\n');
  process.exitCode = 2;
}
