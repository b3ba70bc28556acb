import { expect, it } from 'vitest';
import { rewriteLinks } from '../src/pages/rewrite-links.ts';

const pages = new Map([
  ['packages/flow/README.md', 'packages/flow'],
  ['packages/flow/docs/decisions/0001-a.md', 'decisions/flow/0001-a'],
]);
const rewritten = (text: string) => rewriteLinks(text, 'packages/dataset/README.md', pages);

it('leads to pages of the book, with the anchor', () => {
  expect(rewritten('[flow](../flow) [why](../flow/docs/decisions/0001-a.md#b)')).toBe(
    '[flow](/packages/flow) [why](/decisions/flow/0001-a#b)',
  );
});

it('leads on from a text of two lines, also in a list, and not from two paragraphs', () => {
  expect(rewritten('- the [flow\n    of steps](../flow), and')).toBe(
    '- the [flow\n    of steps](/packages/flow), and',
  );
  expect(rewritten('a [flow\n\nof steps](../flow)')).toBe('a [flow\n\nof steps](../flow)');
});

it('names a file that is no page by its path', () => {
  expect(rewritten('[a sweep](../../configs/rec/sweep.json)')).toBe(
    'a sweep (`configs/rec/sweep.json`)',
  );
});

it('shows pictures of the book from its own folder', () => {
  expect(rewritten('![a shop](../../apps/docs/book/public/pictures/a.webp)')).toBe(
    '![a shop](/pictures/a.webp)',
  );
});

it('leaves addresses, anchors and code alone, and escapes what Vue would take for an element', () => {
  const kept = '[x](https://x.example/) [y](#y) `<run>`\n\n```sh\n[a](b) <run>\n```\n\n    <run>';
  expect(rewritten(kept)).toBe(kept);
  expect(rewritten('resume <run>')).toBe('resume &lt;run>');
});
