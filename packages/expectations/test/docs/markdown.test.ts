import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/docs/html/markdown.ts';

/** Without the white space between tags. */
const markupOf = (text: string): string =>
  markdown(text).markup.replaceAll(/\s*(<\/?(?:ul|ol|li)>)\s*/g, '$1');

describe('a note in Markdown', () => {
  it.each([
    ['one\ntwo\n\nthree', '<p>one\ntwo</p><p>three</p>'],
    ['# A\n### B\ntext', '<h4>A</h4><h6>B</h6><p>text</p>'],
    [
      '- a\n- b\n  more\n\n1. c\n2) d',
      '<ul><li>a</li><li>b\nmore</li></ul><ol><li>c</li><li>d</li></ol>',
    ],
    [
      '**bold** __bold__ *it* _it_',
      '<p><strong>bold</strong> <strong>bold</strong> <em>it</em> <em>it</em></p>',
    ],
    ['**a *b* c**', '<p><strong>a <em>b</em> c</strong></p>'],
    ['`a *b*` and ``c ` d``', '<p><code>a *b*</code> and <code>c ` d</code></p>'],
    [
      '```sql\nSELECT *\n  <b>\n```\nend',
      '<pre><code>SELECT *\n  &lt;b&gt;</code></pre><p>end</p>',
    ],
    [
      '[a *b*](https://x.org/?a=1&b)',
      '<p><a href="https://x.org/?a=1&amp;b" rel="noopener noreferrer">a <em>b</em></a></p>',
    ],
    ['[me](mailto:me@x.org)', '<p><a href="mailto:me@x.org" rel="noopener noreferrer">me</a></p>'],
    ['product_sku_hash, 2 * 3 * 4', '<p>product_sku_hash, 2 * 3 * 4</p>'],
    ['\\*a\\* \\[b\\]', '<p>*a* [b]</p>'],
    ['**a *b** c', '<p><strong>a *b</strong> c</p>'],
    ['a ` b ** c [d', '<p>a ` b ** c [d</p>'],
    ['**open', '<p>**open</p>'],
    ['', ''],
  ])('%j', (text, markup) => {
    expect(markupOf(text)).toBe(markup);
  });

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert)',
    '[a](data:text/html,x)',
    '[a](//x.org)',
    '[a](/x)',
    '[a]( https://x.org)',
    '[a](vbscript:x)',
  ])('leads to the web and to mail alone: %s is text', (text) => {
    expect(markupOf(text)).toBe(`<p>${text}</p>`);
  });

  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<!-- -->', '&lt;'])(
    'shows HTML as it is written: %s',
    (text) => {
      const shown = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(markupOf(text)).toBe(`<p>${shown}</p>`);
    },
  );
});

const PIECES = [
  ...['<', '>', '"', "'", '&', '<script>', '<a href="', 'onclick=', '</p>', '\0', '\u2028'],
  ...[
    '*',
    '**',
    '_',
    '__',
    '`',
    '``',
    '```',
    '[',
    ']',
    '](',
    ')',
    '](https://a.b/"x)',
    '](mailto:<)',
  ],
  ...['](javascript:x)', '\n', '\n\n', '- ', '1. ', '# ', '\\', ' ', 'a', 'é', '😀', '\ud83d'],
] as const;

const TAG =
  /<(\/?)(p|h[456]|ul|ol|li|pre|code|strong|em|a)( href="(?:https?:\/\/|mailto:)[^"<>\s]*" rel="noopener noreferrer")?>/gi;

it('no text becomes other markup, and all markup is closed in order', () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  fc.assert(
    fc.property(text, (written) => {
      const { markup } = markdown(written);
      const open: string[] = [];
      for (const [, slash, name = '', attributes] of markup.matchAll(TAG)) {
        expect(attributes !== undefined).toBe(name === 'a' && slash === '');
        if (slash === '') open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
      const rest = markup.replaceAll(TAG, '');
      expect(rest).not.toMatch(/[<>"']/);
      expect(rest.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    }),
    { numRuns: 3000 },
  );
});

it.each([
  '*',
  '**a ',
  '_a',
  '[',
  '](',
  '](a',
  '[a](b',
  '`',
  '``a`',
  '\\',
  '# ',
  '- ',
  '- a\n  b\n',
  ' ',
  '\t\u2028',
])('a long text of %j takes no more than its share', (piece) => {
  const written = piece.repeat(Math.ceil(200_000 / piece.length));
  expect(markdown(`begin${written}end`).markup).toMatch(/begin[^]*end/);
  expect(markdown(`- begin${written}\u2028end`).markup).toMatch(/begin[^]*end/);
});
