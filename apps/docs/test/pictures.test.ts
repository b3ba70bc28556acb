import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryPages } from '../src/pages/repository-pages.ts';
import { coloured } from '../src/pictures/terminal-page.ts';
import { BOOK, PICTURES, PICTURE_MAX_BYTES, ROOT } from '../src/repository.ts';

const pictures = readdirSync(PICTURES);
const texts = [
  join(ROOT, 'README.md'),
  join(BOOK, 'index.md'),
  ...repositoryPages().readmes.map(({ file }) => join(ROOT, file)),
].map((path) => readFileSync(path, 'utf8'));

describe.each(pictures)('%s', (name) => {
  it('is small', () => {
    expect(statSync(join(PICTURES, name)).size).toBeLessThanOrEqual(PICTURE_MAX_BYTES);
  });

  it('is shown, and told to those who cannot see it', () => {
    const alts = texts.flatMap((text) =>
      [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)]
        .filter(([, , target = '']) => target.endsWith(`/${name}`))
        .map(([, alt = '']) => alt),
    );
    expect(alts.length).toBeGreaterThan(0);
    for (const alt of alts) expect(alt.length).toBeGreaterThan(20);
  });
});

it('shows the colours of a terminal, and text as text', () => {
  expect(coloured('a \u001b[1m\u001b[32m<b>\u001b[39m c\u001b[22m d\n')).toBe(
    'a <span style="font-weight:600;color:#7ee787">&lt;b></span>' +
      '<span style="font-weight:600"> c</span> d',
  );
});
