import { expect, it } from 'vitest';
import { configParser, formatConfigIssues, type ConfigIssue } from '../src/index.ts';

const parse = configParser({
  COUNT: { type: 'integer', minimum: 1, maximum: 9, default: 4, description: 'A count.' },
});

it.each([
  ['[', ']', '[[[[[[[[[...]]]]]]]]'],
  ['{"a":', '}', '{"a":{"a":'],
])('refuses a value nested 100,000 deep, and shows its beginning', (open, close, shown) => {
  const inner = open === '[' ? '' : '1';
  const deep = open.repeat(100_000) + inner + close.repeat(100_000);
  expect(() => parse(JSON.parse(`{"COUNT":${deep}}`))).toThrow(`got ${shown}`);
});

it('shows a number that no double holds as Infinity, not as null', () => {
  expect(() => parse(JSON.parse('{"COUNT":1e999}'))).toThrow('COUNT: expected an integer from 1 to 9, got Infinity'); // prettier-ignore
});

it('shows the beginning of what is too long: a text, a list, a key', () => {
  const long = 'x'.repeat(100_000);
  for (const config of [{ COUNT: long }, { COUNT: Array(100_000).fill(0) }, { [long]: 1 }]) {
    expect(() => parse(config)).toThrow(/^.{1,400}\n.{1,700}$/);
  }
});

it('shows a key with control characters in JSON', () => {
  expect(() => parse({ 'a\n\u001b[31m': 1 })).toThrow('  "a\\n\\u001b[31m": expected');
});

it('counts the issues past the hundredth', () => {
  const issues = Array.from({ length: 20_000 }, (_, at): ConfigIssue => ({ key: `k${at}`, value: at, expected: 'no key' })); // prettier-ignore
  const lines = formatConfigIssues('demo.json', issues).split('\n');
  expect(lines).toHaveLength(102);
  expect(lines.at(-1)).toBe('  and 19900 more');
});
