import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../src');

/**
 * The journey of the data, and what it stands on: a folder or file knows those above it alone. The steps are in the order
 * in which a run takes them.
 */
const ORDER = [
  'errors.ts',
  'scratch-datastore.ts',
  'datastore.ts',
  'engine.ts',
  'terminal',
  'settings',
  'aws',
  'iam',
  'doctor',
  'params',
  'upload',
  'transform',
  'validate',
  'prepare',
  'train',
  'evaluate',
  'reference',
  'showcase',
  'deploy',
  'report',
  'drift',
  'predict',
  'batch',
  'gc',
  'cost',
  'flows',
  'step-functions',
  'ui',
  'index.ts',
  'cli',
  'main.ts',
];

/** `[from, to]`, by the first part of their paths below `src`. */
function imports(): readonly (readonly [string, string])[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) => {
    const path = join(SOURCE, file);
    const specifiers = readFileSync(path, 'utf8').matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g);
    const [from = ''] = file.split(sep);
    return [...specifiers].map(([, specifier = '']) => {
      const [to = ''] = relative(SOURCE, join(dirname(path), specifier)).split(sep);
      return [from, to] as const;
    });
  });
}

it('has a place in the order for every folder and file', () => {
  expect(readdirSync(SOURCE).sort()).toEqual([...ORDER].sort());
});

it('is drawn in the README, in this order', () => {
  const readme = readFileSync(join(SOURCE, '../README.md'), 'utf8');
  const [, drawn = ''] = readme.split('The folders of `src` are in the order');
  const folders = [...drawn.matchAll(/^ {4}([a-z-]+)\/ /gm)].map(([, folder]) => folder);
  expect(folders).toEqual(ORDER.filter((name) => !name.endsWith('.ts')));
});

it('lets no folder know what comes after it', () => {
  const found = imports();
  expect(found.length).toBeGreaterThan(200);
  const backwards = found.filter(([from, to]) => ORDER.indexOf(to) > ORDER.indexOf(from));
  expect(backwards).toEqual([]);
});
