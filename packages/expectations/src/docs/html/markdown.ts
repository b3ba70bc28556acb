import { html } from './html.ts';
import type { Html } from './html.ts';

import { markdownLine } from './markdown-line.ts';

const FENCE = /^ {0,3}```/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+([^]*)$/;
const ITEM = /^\s{0,9}(?:[-*+]|(\d{1,9})[.)])[ \t]+([^]*)$/;

/** Pages have h1 to h3 of their own. */
const HEADINGS: readonly ((text: Html) => Html)[] = [
  (text) => html`<h4>${text}</h4>`,
  (text) => html`<h5>${text}</h5>`,
  (text) => html`<h6>${text}</h6>`,
];

/** Lines that belong together: items of a list, or a paragraph. */
interface Block {
  readonly kind: 'p' | 'ul' | 'ol';
  readonly texts: string[];
}

function blockMarkup({ kind, texts }: Block): Html {
  if (kind === 'p') return html`<p>${markdownLine(texts.join('\n'))}</p>`;
  const items = texts.map((text) => html`<li>${markdownLine(text)}</li>`);
  return kind === 'ul'
    ? html`<ul>
        ${items}
      </ul>`
    : html`<ol>
        ${items}
      </ol>`;
}

/** Puts lines together. */
class Note {
  readonly markup: Html[] = [];
  #block: Block | null = null;
  #code: string[] | null = null;

  addLine(written: string): void {
    if (FENCE.test(written)) this.#fence();
    else if (this.#code !== null) this.#code.push(written);
    else this.#addText(written);
  }

  end(): void {
    this.#endBlock();
    if (this.#code !== null) this.#fence();
  }

  #fence(): void {
    this.#endBlock();
    if (this.#code !== null) {
      this.markup.push(html`<pre><code>${this.#code.join('\n')}</code></pre>`);
    }
    this.#code = this.#code === null ? [] : null;
  }

  #addText(written: string): void {
    const [, level, title] = HEADING.exec(written) ?? [];
    const [, number, item] = ITEM.exec(written) ?? [];
    const heading = HEADINGS[Math.min(level?.length ?? 0, HEADINGS.length) - 1];
    if (heading !== undefined && title !== undefined) {
      this.#endBlock();
      this.markup.push(heading(markdownLine(title)));
    } else if (item !== undefined) this.#add(number === undefined ? 'ul' : 'ol', item);
    else if (written.trim() === '') this.#endBlock();
    else if (this.#block !== null && this.#block.kind !== 'p' && /^\s/.test(written)) {
      const { texts } = this.#block;
      texts.push(`${texts.pop() ?? ''}\n${written.trim()}`);
    } else this.#add('p', written.trim());
  }

  #add(kind: Block['kind'], text: string): void {
    if (this.#block?.kind !== kind) this.#endBlock();
    this.#block ??= { kind, texts: [] };
    this.#block.texts.push(text);
  }

  #endBlock(): void {
    if (this.#block !== null) this.markup.push(blockMarkup(this.#block));
    this.#block = null;
  }
}

/**
 * A note in Markdown as markup: paragraphs, headings, lists of one level, code, bold, italic and links. Whatever
 * else it holds, HTML included, is text. Takes time in proportion to the text.
 */
export function markdown(text: string): Html {
  const note = new Note();
  for (const line of text.split(/\r\n|\r|\n/)) note.addLine(line);
  note.end();
  return html`${note.markup}`;
}
