/** Markup that is safe on a page. Only `html` makes it of texts. */
export class Html {
  readonly markup: string;

  /** @param markup safe as it is: texts from data go through `html` */
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes: texts are escaped, markup stays, nothing (null, undefined, false) is left out. */
export type Content = Html | string | number | null | undefined | false | readonly Content[];

const REFERENCES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/**
 * What HTML reads as markup, and what no reader would see: control characters, marks that turn the direction of a text,
 * joiners and byte order marks.
 */
const UNSAFE =
  /[&<>"']|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text as it may stand between tags and in a quoted attribute; unseen characters are written as `\u202e`. */
function escapeText(text: string): string {
  return text.replace(
    UNSAFE,
    (character) =>
      REFERENCES.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The markup of whatever a template holds. */
function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (content === null || content === undefined || content === false) return '';
  if (typeof content === 'object') return content.map(markupOf).join('');
  return escapeText(String(content));
}

/** Markup from a template literal. Whatever `${}` holds is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  let markup = '';
  parts.forEach((part, place) => {
    // Indentation is only for readers of the template
    markup += part.replaceAll(/\s*\n\s*/g, ' ') + markupOf(contents[place]);
  });
  return new Html(markup);
}
