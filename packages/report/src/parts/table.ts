import { html, type Content, type Html } from '../html/html.ts';

/** How a column stands: numbers to the right, meters as wide as there is room. */
export type ColumnKind = 'text' | 'number' | 'meter';

export interface Column {
  readonly name: string;
  readonly kind?: ColumnKind;
}

export interface Row {
  /** As many as there are columns; the first one names the row. */
  readonly cells: readonly Content[];
  /** Whether it is the one that the reader looks for. */
  readonly isOwn?: boolean;
}

export interface Table {
  /** The title of the table, also for screen readers. */
  readonly caption: string;
  /** Where the title around the table says the same. */
  readonly hidesCaption?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const CLASSES: Readonly<Record<ColumnKind, Content>> = {
  text: null,
  number: html` class="n"`,
  meter: html` class="meter"`,
};

/** A table that is moved sideways where it is wider than the screen, by keys too. */
export function table({ caption, hidesCaption = false, columns, rows }: Table): Html {
  const classOf = (place: number) => CLASSES[columns[place]?.kind ?? 'text'];
  return html`${!hidesCaption && html`<p class="caption">${caption}</p>`}
    <div class="scroll" tabindex="0" role="region" aria-label="${caption}">
      <table aria-label="${caption}">
        <thead>
          <tr>
            ${columns.map(({ name }, place) =>
              // A column whose cells speak for themselves has no head
              name === ''
                ? html`<td ${classOf(place)}></td>`
                : html`<th scope="col" ${classOf(place)}>${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ cells, isOwn }) =>
              html`<tr ${isOwn === true && html` class="own"`}>
                ${cells.map((cell, place) =>
                  place === 0
                    ? html`<th scope="row" ${classOf(0)}>${cell}</th>`
                    : html`<td ${classOf(place)}>${cell}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
