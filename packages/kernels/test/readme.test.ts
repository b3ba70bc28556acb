import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);

it('the examples of the README run', async () => {
  const readme = await readFile(new URL('README.md', ROOT), 'utf8');
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]!);
  expect(examples).toHaveLength(7);
  for (const example of examples) {
    const args = ['--import', 'tsx', '--conditions=@lf/source', '--input-type=module'];
    await promisify(execFile)(process.execPath, [...args, '--eval', example], {
      cwd: fileURLToPath(ROOT),
    });
  }
});
