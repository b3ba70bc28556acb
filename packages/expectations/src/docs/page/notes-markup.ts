import type { Notes } from '../../suite/notes.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { markdown } from '../html/markdown.ts';
import { shortened } from '../html/shown-value.ts';

/** The longest note that a page shows, in characters. */
const NOTE_CHARS = 4_000;

/** What an author noted about a suite or an expectation. */
export function notesMarkup(notes: Notes | null): Html | null {
  if (notes === null) return null;
  return html`${notes.content.map((note) => {
    const text = shortened(note, NOTE_CHARS);
    return html`<div class="note soft">
      ${notes.format === 'string' ? html`<p>${text}</p>` : markdown(text)}
    </div>`;
  })}`;
}
