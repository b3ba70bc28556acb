import { describe, expect, it } from 'vitest';
import { escaped, html } from '../../src/docs/html/html.ts';
import {
  shortened,
  shownNumber,
  shownPercent,
  shownValue,
  visible,
} from '../../src/docs/html/shown-value.ts';

describe('markup from a template', () => {
  it('escapes texts and keeps markup', () => {
    const inner = html`<b>${'<script>alert("1")</script>'}</b>`;
    expect(html`<p title="${`"'`}">${inner}${[1, null, false]}</p>`.markup).toBe(
      '<p title="&quot;&#39;"><b>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</b>1</p>',
    );
  });

  it('shows characters that cannot be seen or that turn text around', () => {
    expect(escaped('a\u202egnp\u0000\u200b')).toBe('a\\u202egnp\\u0000\\u200b');
    expect(visible('\ud800 \u{1f600} \udc00')).toBe('\\ud800 \u{1f600} \\udc00');
    expect(visible('Größe\n日本')).toBe('Größe\n日本');
  });
});

describe('a value in one line', () => {
  it('cuts long texts and says how long they are', () => {
    expect(shownValue('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(120)}"… (1,000,000 characters)`);
    expect(shortened('\u{1f600}'.repeat(3), 3)).toBe('\u{1f600}… (6 characters)');
  });

  it('tells texts from numbers and null', () => {
    expect(['1', 1, null, undefined, true, { a: [1] }].map((value) => shownValue(value))).toEqual([
      '"1"',
      '1',
      'null',
      'null',
      'true',
      '{"a":[1]}',
    ]);
  });

  it('rounds fractions, not whole numbers, and never to none or all', () => {
    expect([1234567, 0.1 + 0.2, 1e21].map(shownNumber)).toEqual(['1,234,567', '0.3', '1e+21']);
    expect([0, 0.0004, 1.25, 50, 99.99, 100].map(shownPercent)).toEqual([
      '0%',
      '0.0004%',
      '1.3%',
      '50%',
      '>99.9%',
      '100%',
    ]);
  });
});
