import { writeFile } from 'node:fs/promises';
import { writeAside } from '@lf/contract';

/** Has half a record on its way to its place, says so, and never ends. */
const [folder = ''] = process.argv.slice(2);
await writeAside('Keeping', `${folder}/rec.endpoint.json`, async (aside) => {
  await writeFile(aside, '{');
  process.stdout.write('writing\n');
  await new Promise(() => setInterval(() => undefined, 1000));
});
