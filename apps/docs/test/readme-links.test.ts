import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deadLinks } from '../src/links/dead-links.ts';
import { repositoryPages } from '../src/pages/repository-pages.ts';
import { ROOT, workspaces } from '../src/repository.ts';

const { readmes, decisions } = repositoryPages();
const files = [
  'README.md',
  ...readdirSync(join(ROOT, '.github'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `.github/${name}`),
  ...[...readmes, ...decisions].map(({ file }) => file),
];

describe.each(files)('%s', (file) => {
  it('has no dead link', () => {
    expect(deadLinks(ROOT, file)).toEqual([]);
  });
});

it('every package, app and tool has a README', () => {
  const without = workspaces()
    .map(({ folder }) => folder)
    .filter((folder) => !existsSync(join(ROOT, folder, 'README.md')));
  expect(without).toEqual([]);
});

it('finds missing files and missing headings, and leaves code alone', () => {
  const root = mkdtempSync(join(tmpdir(), 'lf-links-'));
  writeFileSync(join(root, 'b.md'), '# Of `b`, twice\n\n# Of b, twice\n');
  writeFileSync(
    join(root, 'a.md'),
    '# A\n[a](#a) [b](b.md#of-b-twice-1) [x](https://x.example/) `[no](none.md)`\n\n' +
      '[file](c.md) [heading](b.md#of-b-twice-2) [own](#b) ![picture](d.png)\n',
  );
  expect(deadLinks(root, 'a.md')).toEqual(['c.md', 'b.md#of-b-twice-2', '#b', 'd.png']);
  rmSync(root, { recursive: true });
});
