import { visible } from './shown-value.ts';

/** Markup that is safe to put on a page: only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What `html` takes: texts are escaped, markup is kept, nothing is left out. */
export type Held = Html | string | number | null | undefined | false | readonly Held[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it can stand between tags and in quoted attributes. */
export function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function markupOf(held: Held): string {
  if (held === null || held === undefined || held === false) return '';
  if (held instanceof Html) return held.markup;
  if (typeof held === 'object') return held.map(markupOf).join('');
  return escaped(String(held));
}

/** Indentation in a template is for its reader; a page of thousands of items does without. */
const LINE_BREAK = /\s*\n\s*/g;

/**
 * Markup from a template: everything in `${}` that is not markup itself is escaped. Line breaks in the
 * template become one space, which is what they mean between tags.
 */
export function html(strings: TemplateStringsArray, ...held: readonly Held[]): Html {
  return new Html(
    strings
      .map(
        (text, at) => (at === 0 ? '' : markupOf(held[at - 1])) + text.replaceAll(LINE_BREAK, ' '),
      )
      .join(''),
  );
}
