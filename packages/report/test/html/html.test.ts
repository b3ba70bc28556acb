import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, type Content } from '../../src/index.ts';

describe('html', () => {
  it('keeps a text a text, in an element and in an attribute', () => {
    const name = `<script>alert("1")</script>'&`;
    expect(html`<b title="${name}">${name}</b>`.markup).toBe(
      '<b title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;</b>',
    );
  });

  it('lets no text begin a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.markup).not.toMatch(/[<>"'\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('shows characters that a reader would not see', () => {
    expect(html`${'a\u202eb\u0000'}`.markup).toBe('a\\u202eb\\u0000');
  });

  it('holds markup as it is, lists one after the other, and leaves out nothing', () => {
    const contents: readonly Content[] = ['a', null, undefined, false, 0];
    const items = contents.map((each) => html`<i>${each}</i>`);
    expect(html`<p>${items}</p>`.markup).toBe('<p><i>a</i><i></i><i></i><i></i><i>0</i></p>');
  });
});
