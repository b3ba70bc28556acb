import { createHash } from 'node:crypto';
import { Html, html, type Content } from '../html/html.ts';
import { BEHAVIOUR } from './behaviour.ts';
import { STYLE } from './style.ts';

/** A part of a page that its contents name. */
export interface Section {
  /** Of letters, digits and hyphens, unique on the page: links lead to it. */
  readonly id: string;
  readonly title: string;
  readonly body: Content;
}

/** What a page is made of. */
export interface Page {
  readonly title: string;
  /** A line above the title: what kind of page it is, and of when. */
  readonly over: string;
  /** What must be seen first, before the contents. */
  readonly lead: Content;
  readonly sections: readonly Section[];
  /** The last line. */
  readonly foot?: Content;
}

const SCRIPT_DIGEST = createHash('sha256').update(BEHAVIOUR, 'utf8').digest('base64');

/** Nothing is loaded from anywhere, and no script runs but ours, whatever a text from the data holds. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'`;

/** Not through a template: the policy holds the digest of the script to the last space. */
const HEAD = new Html(`<style>${STYLE}</style><script>${BEHAVIOUR}</script>`);

/** A whole page, as the text of one file that needs no other. */
export function renderPage({ title, over, lead, sections, foot }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${HEAD}
      </head>
      <body>
        <a class="skip" href="#lead">Skip to the content</a>
        <header class="top">
          <p class="over">${over}</p>
          <h1>${title}</h1>
        </header>
        <nav class="contents" aria-label="Sections">
          <ul>
            ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
          </ul>
        </nav>
        <main>
          <div id="lead">${lead}</div>
          ${sections.map(
            ({ id, title: name, body }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${name}</h2>
                ${body}
              </section>`,
          )}
        </main>
        <footer>${foot}</footer>
      </body>
    </html> `.markup;
}
