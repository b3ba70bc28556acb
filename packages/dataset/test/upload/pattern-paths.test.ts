import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  openStore,
  readSessions,
  tablePath,
  transformIntent,
  uploadDataset,
} from '../../src/index.ts';
import { csv, session } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';
import { zipArchive } from './zip-archive.ts';

/** Each is a pattern to an engine that reads patterns; the second name is one that it matches. */
const NAMES = [
  ['[ab]*?', 'axy'],
  ['shop[1]', 'shop1'],
  ['*', 'other'],
  ['wh?t', 'what'],
  ['**', 'deep'],
  ['{a,b}', 'a'],
  ["it's", 'its'],
  ['a\\b', 'ab'],
] as const;

const FORMS = [
  ['plain', (text: string) => Buffer.from(text)],
  ['gzip', (text: string) => gzipSync(text)],
  ['zip', (text: string) => zipArchive({ name: 'a.csv', content: text })],
] as const;

const MEANT = csv('browsing_train', session('meant', ['detail', 'add']));
const OTHER = csv('browsing_train', session('other', ['detail', 'add', 'purchase']));

it.each(
  NAMES.flatMap(([name, match]) => FORMS.map(([form, pack]) => ({ name, match, form, pack }))),
)('a path names one file, whatever letters it has: $name, $form', async ({ name, match, pack }) => {
  const root = await tempDirectory();
  for (const folder of [name, match]) {
    await mkdir(join(root, folder));
    for (const file of [name, match]) {
      const content = folder === name && file === name ? MEANT : OTHER;
      await writeFile(join(root, folder, `${file}.csv`), pack(content));
    }
  }
  const folder = join(root, name);
  const engine = { tempDirectory: folder };
  const first = openStore(`file:${join(folder, 'first')}`);
  const second = openStore(`file:${join(folder, 'second')}`);
  const upload = (store: typeof first, source: string) =>
    uploadDataset({ store, name: 'shop', sources: { browsing_train: source }, engine });

  await upload(first, join(folder, `${name}.csv`));
  const stored = await tablePath(first, 'shop', 'browsing_train');
  // Parquet again
  await upload(second, stored);
  const source = await tablePath(second, 'shop', 'browsing_train');
  const target = join(folder, `${name}.parquet`);
  await writeFile(join(folder, `${match}.parquet`), 'another file');
  expect(await transformIntent({ source, target, engine })).toMatchObject({ rows: 2 });
  expect((await readSessions(target, { engine })).startMs).toHaveLength(1);
});
