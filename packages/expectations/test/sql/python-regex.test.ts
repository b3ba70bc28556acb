import { describe, expect, it } from 'vitest';
import { regexTest } from '../../src/in-javascript/regex.ts';
import { check } from '../data.ts';

const TEXTS = ['12345\n', 'x1', 'Ünï', '_a', '٣', 'a b', 'tab\t', 'a\u0085b', 'a]', ''];

/** What Python 3.11's `re.search` finds in TEXTS. */
const FOUND: readonly (readonly [string, readonly string[]])[] = [
  [String.raw`^\w+$`, ['12345\n', 'x1', 'Ünï', '_a', '٣']],
  [String.raw`^\d+$`, ['12345\n', '٣']],
  [String.raw`\d{5}$`, ['12345\n']],
  [String.raw`\d{5}\Z`, []],
  [String.raw`\A\d`, ['12345\n', '٣']],
  [String.raw`\W`, ['12345\n', 'a b', 'tab\t', 'a\u0085b', 'a]']],
  [String.raw`\s`, ['12345\n', 'a b', 'tab\t', 'a\u0085b']],
  [String.raw`^\S+$`, ['x1', 'Ünï', '_a', '٣', 'a]', '12345\n']],
  [String.raw`^[\w\s]+$`, ['12345\n', 'x1', 'Ünï', '_a', '٣', 'a b', 'tab\t', 'a\u0085b']],
  [String.raw`\u00dc`, ['Ünï']],
  [String.raw`^x{,1}1`, ['12345\n', 'x1']],
  [String.raw`[]]`, ['a]']],
  [String.raw`[^]\w\s]`, []],
  [String.raw`^.*$`, TEXTS],
  [String.raw`(?i)ü(?#a comment)`, ['Ünï']],
  [String.raw`[$]|^$`, ['']],
  [String.raw`(?m)^$`, ['12345\n', '']],
  [String.raw`a\ b|\-`, ['a b']],
  [String.raw`^[^\W_]+$`, ['12345\n', 'x1', 'Ünï', '٣']],
  [String.raw`^[^\W\d]+$`, ['Ünï', '_a']],
  [String.raw`^[^\W\d_]+$`, ['Ünï']],
  [String.raw`^[^\Wa-z]+$`, ['12345\n', '٣']],
  [String.raw`[^\S\n]`, ['a b', 'tab\t', 'a\u0085b']],
  [String.raw`[^\S a-z]`, ['12345\n', 'tab\t', 'a\u0085b']],
  [String.raw`^[\W\d]+$`, ['12345\n', '٣']],
  [String.raw`[\W\d]b`, ['a b', 'tab\t', 'a\u0085b'].filter((each) => each !== 'tab\t')],
  [String.raw`^[\D]+$`, ['Ünï', '_a', 'a b', 'tab\t', 'a\u0085b', 'a]']],
  [String.raw`[^\W\S]`, []],
  [String.raw`[a[]b`, ['tab\t']],
  [String.raw`\bn`, []],
  [String.raw`\bÜ`, ['Ünï']],
  [String.raw`n\B`, ['Ünï']],
  [String.raw`\bb\b`, ['a b', 'a\u0085b']],
  [String.raw`[\b]`, []],
];

describe("Python's regular expressions", () => {
  it.each(FOUND)('find %s by RE2', async (regex, wanted) => {
    const { result } = await check({ a: TEXTS }, 'expect_column_values_to_not_match_regex', {
      column: 'a',
      regex,
    });
    expect(result['unexpected_list']).toEqual(TEXTS.filter((value) => wanted.includes(value)));
  });

  it.each(FOUND)('find %s by JavaScript', (regex, wanted) => {
    const isFound = regexTest(regex);
    expect(TEXTS.filter(isFound)).toEqual(TEXTS.filter((value) => wanted.includes(value)));
  });

  it('repeat more often than RE2 can', async () => {
    const { result } = await check(
      { a: ['x'.repeat(1500), 'x'] },
      'expect_column_values_to_match_regex',
      {
        column: 'a',
        regex: '^x{1200,}$',
      },
    );
    expect(result['unexpected_list']).toEqual(['x']);
  });
});
