import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const EXAMPLE = fileURLToPath(new URL('fixtures/readme-example.ts', import.meta.url));

/** A text without its line breaks: an import of a longer path takes more lines. */
const words = (text: string): string => text.replaceAll(/[\s,]+/g, ' ');

it('has an example in its README that runs', { timeout: 120_000 }, async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const code = (await readFile(EXAMPLE, 'utf8')).replace('../../src/index.ts', '@lf/flow');
  const [, shown = ''] = /## Example\n\n```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(words(shown), 'README and example alike').toBe(words(code));

  const cwd = await mkdtemp(join(tmpdir(), 'flow-readme-'));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const args = ['--import', tsx, '--conditions=@lf/source', EXAMPLE];
  // The scratch directory is in the temporary one.
  const options = { cwd, env: { ...process.env, FORCE_COLOR: '0', TMPDIR: cwd } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  expect(stdout).toContain('[train/0] training size 8 on 10 rows\n');
  expect(stdout).toMatch(/\n\S+ chose 32\nbest size: 32\n$/);
  const [, runId = ''] = /^run (\S+) of flow sweep started/.exec(stdout) ?? [];
  const resumed = await promisify(execFile)(process.execPath, [...args, 'resume', runId], options);
  expect(resumed.stdout).toContain('[train/1] reused\n');
  const again = await promisify(execFile)(
    process.execPath,
    [...args, 'again', runId, 'train/1'],
    options,
  );
  expect(again.stdout).toContain('finished as in attempt 1: it has no artifacts');
  const best = await promisify(execFile)(process.execPath, [...args, 'best'], options);
  expect(best.stdout).toBe(`${runId} 3 32\n`);
  await rm(cwd, { recursive: true, force: true });
});
