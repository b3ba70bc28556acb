import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const EXAMPLE = fileURLToPath(new URL('fixtures/readme-example.ts', import.meta.url));

it('has an example in its README that runs', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const code = (await readFile(EXAMPLE, 'utf8')).replace('../../src/index.ts', '@lf/tracking');
  expect(readme.includes(`\`\`\`ts\n${code}\`\`\``), 'README and example alike').toBe(true);

  const cwd = await mkdtemp(join(tmpdir(), 'tracking-readme-'));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, EXAMPLE], {
    cwd,
  });
  expect(stdout).toBe('completed, loss █▄▃▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁\n');
  await rm(cwd, { recursive: true, force: true });
});
