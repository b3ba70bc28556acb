import { mkdir, writeFile } from 'node:fs/promises';
import { writeAside } from '../../src/files/write-aside.ts';

/** Has half a folder and half a file on their way to their places, says so, and never ends. */
const [folder = ''] = process.argv.slice(2);
let begun = 0;
const never = async (make: Promise<unknown>): Promise<never> => {
  await make;
  begun += 1;
  if (begun === 2) process.stdout.write('writing\n');
  return new Promise(() => setInterval(() => undefined, 1000));
};
await Promise.all([
  writeAside('Unpacking', `${folder}/model`, (aside) => never(mkdir(aside))),
  writeAside('Packing', `${folder}/model.tar.gz`, (aside) => never(writeFile(aside, 'half'))),
]);
