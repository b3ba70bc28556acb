import { dirname, join, resolve } from 'node:path';
import { checkImage } from './check.ts';
import { packEndpoint } from './pack.ts';

const root = dirname(dirname(join(import.meta.dirname, '..')));
const [command, target] = process.argv.slice(2);
if (command === 'pack' && target !== undefined) {
  const { files, bytes } = await packEndpoint(root, resolve(target));
  process.stdout.write(`${files} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
} else if (command === 'check') {
  process.stdout.write(`${await checkImage(root)}\n`);
} else {
  process.stderr.write('Expected: pack <folder> | check\n');
  process.exitCode = 2;
}
