import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import type { Words } from '../words/words.ts';

/** Words with their names and values set apart. */
export function wordsMarkup(words: Words): readonly Html[] {
  return words.map((part) =>
    typeof part === 'string' ? html`${part}` : html`<code>${part.code}</code>`,
  );
}
