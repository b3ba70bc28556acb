import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const EXAMPLE = fileURLToPath(new URL('fixtures/readme-example.ts', import.meta.url));

it('has an example in its README that runs and prints what the README says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const code = (await readFile(EXAMPLE, 'utf8')).replace('../../src/index.ts', '@lf/config');
  expect(readme.includes(`\`\`\`ts\n${code}\`\`\``), 'README and example alike').toBe(true);

  const tsx = import.meta.resolve('tsx');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, EXAMPLE], {
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  expect(readme).toContain(`\`\`\`text\n${stdout}\`\`\``);
});
