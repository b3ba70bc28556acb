import { Html, html, type Content } from '../html/html.ts';

const LINE_END = new Html('\n');

/** How something is to be taken: as good, as bad, with doubt, or as neither. */
export type Tone = 'good' | 'bad' | 'doubt' | 'plain';

/** The answer that a page gives first: a word, and why. */
export function verdict(of: {
  readonly tone: Tone;
  readonly badge: string;
  readonly reasons: readonly Content[];
}): Html {
  return html`<div class="verdict ${of.tone}">
    <span class="badge">${of.badge}</span>
    ${of.reasons.map((reason) => html`<p>${reason}</p>`)}
  </div>`;
}

/** A word with a ground of its own. */
export function chip(tone: Tone, text: string): Html {
  return html`<span class="chip ${tone}">${text}</span>`;
}

/** Figures to see at a glance. */
export function tiles(
  figures: readonly { readonly name: string; readonly value: Content }[],
): Html {
  return html`<ul class="tiles">
    ${figures.map(({ name, value }) => html`<li><b>${value}</b><span>${name}</span></li>`)}
  </ul>`;
}

/** Names and what they are. */
export function facts(pairs: readonly (readonly [name: string, value: Content])[]): Html {
  return html`<dl class="facts">
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

/** Something of its own ground; several next to each other where there is room. */
export function card(title: string, body: Content, note?: string): Html {
  return html`<div class="card">
    <h3>${title}</h3>
    ${note !== undefined && html`<p class="soft">${note}</p>`} ${body}
  </div>`;
}

/** Cards next to each other. */
export function cards(held: readonly Content[]): Html {
  return html`<div class="cards">${held}</div>`;
}

/** What is shown when it is asked for. */
export function details(summary: string, body: Content): Html {
  return html`<details class="data">
    <summary>${summary}</summary>
    ${body}
  </details>`;
}

/** A text whose line ends stay: a command, a configuration. It is moved by keys too. */
export function preformatted(label: string, text: string): Html {
  // Line ends within a template would become spaces
  const lines = text.split('\n').map((line, place) => (place === 0 ? [line] : [LINE_END, line]));
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${lines}</code></pre>`;
}
