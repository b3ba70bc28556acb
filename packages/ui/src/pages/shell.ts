import { html, type Content, type Html } from '@lf/report';

/** A part of a page; a live one is replaced when the server gives another. */
export interface UiSection {
  /** Of letters and hyphens, unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly body: Content;
  /** Default true. */
  readonly isLive?: boolean;
}

export interface UiPage {
  readonly title: string;
  /** A line above the title. */
  readonly over: Content;
  /** What is to be done with what the page shows. */
  readonly actions?: Content;
  readonly lead?: Content;
  readonly sections: readonly UiSection[];
  /** Whether links to the sections are of use. */
  readonly hasContents?: boolean;
  /** Whether the browser asks for it again. Default true. */
  readonly isLive?: boolean;
}

const PLACES = [
  ['/', 'Runs'],
  ['/lineage', 'Lineage'],
] as const;

/** A whole page. Everything on it works without its script, but for what is live. */
export function renderUiPage(of: UiPage): string {
  const { title, over, actions, lead, sections, hasContents = false, isLive = true } = of;
  const live = isLive && html`data-live`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - Local Flow</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/ui.css" />
        <script src="/ui.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="bar">
          <nav aria-label="Local Flow">
            <b>Local Flow</b>
            ${PLACES.map(([href, name]) => html`<a href="${href}">${name}</a>`)}
          </nav>
          <p id="live-state" class="soft" role="status"></p>
        </div>
        <header class="top">
          <p class="over">${over}</p>
          <h1>${title}</h1>
          <div class="actions" ${live} id="actions">${actions}</div>
        </header>
        ${hasContents && contentsOf(sections)}
        <main id="content">
          <div ${live} id="lead">${lead}</div>
          ${sections.map(sectionOf)}
        </main>
      </body>
    </html> `.markup;
}

function contentsOf(sections: readonly UiSection[]): Html {
  return html`<nav class="contents" aria-label="Sections">
    <ul>
      ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`;
}

function sectionOf({ id, title, body, isLive = true }: UiSection): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <div ${isLive && html`data-live`} id="${id}-body">${body}</div>
  </section>`;
}
