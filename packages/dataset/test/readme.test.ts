import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { parseImportMap } from '../src/import/index.ts';
import { SOME_TIME_MS, csv, session } from './csv-files.ts';
import { tempDirectory } from './temp-directory.ts';

const README = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');

it('runs the example of the README', async () => {
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
  expect(await runExample(0, directory)).toMatch(/sessions: 20,.* 14 3 3\n$/s);
});

it('runs the example of an import', async () => {
  const directory = await tempDirectory();
  const event = `${SOME_TIME_MS},v1,view,i1`;
  await writeFile(join(directory, 'export.csv'), `time,visitor_id,event,item_id\n${event}\n`);
  await mkdir(join(directory, 'events-folder'));
  await writeFile(
    join(directory, 'events-folder', 'events.csv'),
    `timestamp,visitorid,event,itemid\n${event}\n${event.replace('view', 'transaction')}\n`,
  );
  const printed = await runExample(1, directory);
  expect(printed).toContain('1 row read from 1 file = 1 event + 0 dropped');
  expect(printed).toContain('events: 1 detail, 1 purchase');
});

it('shows a map that is right', () => {
  const map: unknown = JSON.parse(/```json\n(.*?)```/s.exec(README)?.[1] ?? '');
  expect(parseImportMap(map)).toMatchObject({ idleMinutes: 30 });
});

/** Runs a TypeScript example of the README in a directory, and gives what it prints. */
async function runExample(index: number, directory: string): Promise<string> {
  const example = [...README.matchAll(/```ts\n(.*?)```/gs)][index]?.[1] ?? '';
  const entry = (name: string): string =>
    `'${pathToFileURL(join(import.meta.dirname, '..', 'src', name)).href}'`;
  const program = example
    .replace("'@lf/dataset/import'", entry('import/index.ts'))
    .replace("'@lf/dataset'", entry('index.ts'));
  await writeFile(join(directory, 'example.mts'), program);
  const tsx = import.meta.resolve('tsx');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', tsx, '--conditions=@lf/source', 'example.mts'],
    {
      cwd: directory,
      env: { ...process.env, FORCE_COLOR: '0' },
    },
  );
  return stdout;
}
