import { html } from '../html/html.ts';
import type { Held, Html } from '../html/html.ts';
import { count, shortened } from '../html/shown-value.ts';

/** The longest title of a group, in characters. */
const TITLE_CHARS = 100;

/** A group of expectations that opens and closes. */
export interface GroupSection {
  /** Its position on the page, by which the filter knows it. */
  readonly at: number;
  readonly title: string;
  readonly isColumn: boolean;
  readonly isOpen: boolean;
  readonly expectations: number;
  readonly chips: Held;
  readonly profile: Html | null;
  readonly items: readonly Html[];
}

/** A group as a section of the page. */
export function groupSection(group: GroupSection): Html {
  const { at, isColumn, isOpen, expectations, chips, profile, items } = group;
  const title = shortened(group.title, TITLE_CHARS);
  const number =
    expectations === 0
      ? 'no expectations'
      : `${count(expectations)} expectation${expectations === 1 ? '' : 's'}`;
  return html`<details class="group" data-g="${at}" ${isOpen && html` open`}>
    <summary>
      <h3>${isColumn ? html`<code>${title}</code>` : title}</h3>
      <span class="soft">${number}</span><span class="chips">${chips}</span>
    </summary>
    ${profile}${
      items.length > 0 &&
      html`<ol>
        ${items}
      </ol>`
    }
  </details> `;
}
