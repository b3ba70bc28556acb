import { createHash } from 'node:crypto';
import { html, Html } from '../html/html.ts';
import { BEHAVIOUR } from './behaviour.ts';
import { STYLE } from './style.ts';

/** A step on the way back from a page; the last one is the page itself and has no address. */
export interface Crumb {
  readonly name: string;
  readonly href?: string;
}

const SCRIPT_HASH = createHash('sha256').update(BEHAVIOUR, 'utf8').digest('base64');

/** Nothing is loaded from anywhere, and of scripts only ours runs, whatever a value holds. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** Not in a template: the policy names the hash of the script as it stands, to the last space. */
const HEAD = new Html(`<style>${STYLE}</style><script>${BEHAVIOUR}</script>`);

function crumb({ name, href }: Crumb): Html {
  return href === undefined
    ? html`<li aria-current="page">${name}</li>`
    : html`<li><a href="${href}">${name}</a></li>`;
}

/** From so many expectations on, the browser lays out only what is near the screen. */
const MANY_EXPECTATIONS = 200;

/** What a page is made of. */
export interface Page {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  /** How many expectations it lists; 0 when left out. */
  readonly expectations?: number;
  readonly body: Html;
}

/** A whole page as text. */
export function page({ title, crumbs, expectations = 0, body }: Page): string {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="@lf/expectations" />
        <title>${title}</title>
        ${HEAD}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <nav aria-label="Breadcrumb">
            <ol>
              ${crumbs.map(crumb)}
            </ol>
          </nav>
          <button id="theme" type="button" class="js-only">Theme: auto</button>
        </header>
        <main id="main" ${expectations > MANY_EXPECTATIONS && html` class="many"`}>${body}</main>
      </body>
    </html> `;
  return markup;
}
