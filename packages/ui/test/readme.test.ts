import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('runs the example of the README', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const [, printed] = /```text\n(.*?)```/s.exec(readme) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'lf-ui-readme-'));
  try {
    const source = new URL('../src/index.ts', import.meta.url).href;
    const store = import.meta.resolve('@lf/dataset');
    const linked = example
      .replace("'@lf/ui'", `'${source}'`)
      .replace("'@lf/dataset'", `'${store}'`);
    await writeFile(join(folder, 'example.mts'), linked);
    const tsx = import.meta.resolve('tsx');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', tsx, '--conditions=@lf/source', 'example.mts'],
      // In CI colours are on
      { cwd: folder, env: { ...process.env, FORCE_COLOR: '0' } },
    );
    expect(stdout).toBe(printed);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
