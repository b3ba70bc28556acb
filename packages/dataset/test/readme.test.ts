import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { SOME_TIME_MS, csv, session } from './csv-files.ts';
import { tempDirectory } from './temp-directory.ts';

it('runs the example of the README', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const source = pathToFileURL(join(import.meta.dirname, '..', 'src', 'index.ts')).href;
  const directory = await tempDirectory();
  const events = Array.from({ length: 20 }, (_, index) =>
    session(
      `s${index}`,
      ['detail', 'add', index % 3 === 0 ? 'purchase' : null],
      SOME_TIME_MS + index * 60_000,
    ),
  ).flat();
  await writeFile(
    join(directory, 'browsing_train.csv.gz'),
    gzipSync(csv('browsing_train', events)),
  );
  await writeFile(join(directory, 'example.mts'), example.replace("'@lf/dataset'", `'${source}'`));

  const tsx = import.meta.resolve('tsx');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, 'example.mts'], {
    cwd: directory,
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  expect(stdout).toMatch(/sessions: 20,.* 14 3 3\n$/s);
});
