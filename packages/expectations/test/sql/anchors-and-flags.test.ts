import { describe, expect, it } from 'vitest';
import { regexTest } from '../../src/in-javascript/regex.ts';
import { check } from '../data.ts';

const TEXTS = ['ab', 'a\nb', '', 'a\n', 'b\na', 'É', 'İ', 'ı', 'I', 'i', '𝒳', '٣'];

/** What Python 3.11's `re.search`, and so great_expectations 1.24.1, finds in TEXTS. */
const FOUND: readonly (readonly [string, readonly string[]])[] = [
  [String.raw`a^b`, []],
  [String.raw`a$b`, []],
  [String.raw`a\Ab`, []],
  [String.raw`\Za`, []],
  [String.raw`$\n`, ['a\n']],
  [String.raw`a$\Z`, ['b\na']],
  [String.raw`(?m)a$\nb`, ['a\nb']],
  [String.raw`(?:^|b)a(?:$|b)`, ['ab', 'a\n']],
  [String.raw`(a$|b)a`, []],
  [String.raw`\A^\A`, ['ab', 'a\nb', '', 'a\n', 'b\na', 'É', 'İ', 'ı', 'I', 'i', '𝒳', '٣']],
  [String.raw`$\A`, ['']],
  [String.raw`(?i)^i$`, ['İ', 'ı', 'I', 'i']],
  [String.raw`(?i)^[a-z]$`, ['a\n', 'İ', 'ı', 'I', 'i']],
  [String.raw`(?i)[^a-z]`, ['a\nb', 'a\n', 'b\na', 'É', '𝒳', '٣']],
  [String.raw`(?a)^\w$`, ['a\n', 'I', 'i']],
  [String.raw`(?a)\d`, []],
  [String.raw`(?a)^[^\W]$`, ['a\n', 'I', 'i']],
  [String.raw`(?a)[\D]`, ['ab', 'a\nb', 'a\n', 'b\na', 'É', 'İ', 'ı', 'I', 'i', '𝒳', '٣']],
  [String.raw`(?u)^é$|^É$`, ['É']],
  [String.raw`(?a)\bı|\bi`, ['i']],
  [String.raw`\B`, ['ab', 'a\n']],
  [String.raw`(?im)^B$`, ['a\nb', 'b\na']],
  [String.raw`(?m)(?=b)^b$`, ['a\nb', 'b\na']],
  [String.raw`(?=a)a.b`, []],
  [String.raw`(?s)(?=a)a.b`, ['a\nb']],
  [String.raw`(?i)(?m)^B`, ['a\nb', 'b\na']],
];

describe('anchors and flags inside a regular expression', () => {
  it.each(FOUND)('find %s as Python does', async (regex, wanted) => {
    const { result } = await check({ a: TEXTS }, 'expect_column_values_to_not_match_regex', {
      column: 'a',
      regex,
    });
    expect(result['unexpected_list'] ?? []).toEqual(wanted);
  });

  it.each(FOUND)('find %s in JavaScript', (regex, wanted) => {
    expect(TEXTS.filter(regexTest(regex))).toEqual(wanted);
  });

  it('refuse flags that are not at the beginning, as Python does', async () => {
    const { exception_info: info } = await check(
      { a: TEXTS },
      'expect_column_values_to_match_regex',
      {
        column: 'a',
        regex: 'a(?i)B',
      },
    );
    expect(info.exception_message).toContain('sets the flags (?i) inside');
  });
});
