import { html } from './html.ts';
import type { Held, Html } from './html.ts';

/** Where a link of a note may lead; all else stays text. */
const LINK = /^(?:https?:\/\/|mailto:)[^\s]+$/i;

/** What means something within a line, or a run of what does not. No alternative can read a character twice. */
const PIECE = /\\[!-/:-@[-`{-~]|`+|\*\*?|__?|\[|\]\([^()\s]*\)|[^\\`*_[\]]+|[^]/g;

const MARKS: Readonly<Record<string, (inside: Held) => Html>> = {
  '*': (inside) => html`<em>${inside}</em>`,
  _: (inside) => html`<em>${inside}</em>`,
  '**': (inside) => html`<strong>${inside}</strong>`,
  __: (inside) => html`<strong>${inside}</strong>`,
};

/** What began and has not ended yet: a mark of each kind at most, so that there are never many. */
interface Begun {
  readonly mark: string;
  readonly inside: Held[];
}

/** Within a line: bold, italic, code and links. */
class Line {
  readonly #begun: Begun[] = [];
  readonly #whole: Held[] = [];

  add(held: Held): void {
    (this.#begun.at(-1)?.inside ?? this.#whole).push(held);
  }

  has(mark: string): boolean {
    return this.#begun.some((begun) => begun.mark === mark);
  }

  begin(mark: string): void {
    this.#begun.push({ mark, inside: [] });
  }

  /** Ends the mark; what began within it and did not end is text. */
  end(mark: string, wrap: (inside: Held) => Html): void {
    for (;;) {
      const last = this.#begun.pop();
      if (last === undefined) return;
      this.add(last.mark === mark ? wrap(last.inside) : [last.mark, last.inside]);
      if (last.mark === mark) return;
    }
  }

  finish(): Html {
    while (this.#begun.length > 0) this.end('', () => html``);
    return html`${this.#whole}`;
  }
}

/** For each run of backticks the next one of its length, by position among the pieces. */
function codeEnds(pieces: readonly string[]): ReadonlyMap<number, number> {
  const next = new Map<string, number>();
  const ends = new Map<number, number>();
  for (let at = pieces.length - 1; at >= 0; at--) {
    const piece = pieces[at] ?? '';
    if (!piece.startsWith('`')) continue;
    const end = next.get(piece);
    if (end !== undefined) ends.set(at, end);
    next.set(piece, at);
  }
  return ends;
}

const isSpace = (character: string | undefined) => character === undefined || /\s/.test(character);
const isWord = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** A line of Markdown as markup: bold, italic, code, and links to the web and to mail; all else is text. */
export function markdownLine(text: string): Html {
  const pieces = text.match(PIECE) ?? [];
  const ends = codeEnds(pieces);
  const line = new Line();
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? '';
    const [before, after] = [pieces[at - 1]?.at(-1), pieces[at + 1]?.[0]];
    const wrap = MARKS[piece];
    const codeEnd = ends.get(at);
    if (codeEnd !== undefined) {
      line.add(html`<code>${pieces.slice(at + 1, codeEnd).join('')}</code>`);
      at = codeEnd;
    } else if (wrap !== undefined) {
      // The underscores of snake_case are letters
      const isApart = piece.startsWith('*');
      if (line.has(piece) && !isSpace(before) && (isApart || !isWord(after))) line.end(piece, wrap);
      else if (!line.has(piece) && !isSpace(after) && (isApart || !isWord(before))) {
        line.begin(piece);
      } else line.add(piece);
    } else if (piece === '[' && !line.has('[')) line.begin('[');
    else if (piece.startsWith('](') && line.has('[')) {
      const href = piece.slice(2, -1);
      if (LINK.test(href)) {
        line.end('[', (label) => html`<a href="${href}" rel="noopener noreferrer">${label}</a>`);
      } else line.end('[', (label) => html`[${label}${piece}`);
    } else line.add(/^\\./.test(piece) ? piece.slice(1) : piece);
  }
  return line.finish();
}
