/** A group as it is read: whether anything that takes letters came before it, and whether one of its branches ends in an anchor. */
interface Group {
  readonly isAtStart: boolean;
  hasEnd: boolean;
}

/**
 * Finds anchors inside a regular expression: `^` and `\A` behind something, `$` and `\Z` before something. Most of
 * them can never hold, and DuckDB, which makes a search for plain text of simple expressions, drops them.
 */
export class InteriorAnchors {
  readonly #groups: Group[] = [{ isAtStart: true, hasEnd: false }];
  #isAtStart = true;
  /** Whether the last token is an anchor of the end, or a group that ends in one. */
  #isAtEnd = false;

  /** Reads the next token outside of classes; true where it makes an anchor one of the inside. */
  take(token: string): boolean {
    const group = this.#groups.at(-1);
    if (token.startsWith('(?#') || group === undefined) return false;
    if (token === '|') {
      this.#isAtStart = group.isAtStart;
      this.#isAtEnd = false;
      return false;
    }
    if (token === ')') {
      this.#groups.pop();
      this.#isAtEnd = group.hasEnd;
      const outer = this.#groups.at(-1);
      if (outer !== undefined) outer.hasEnd ||= group.hasEnd;
      return false;
    }
    const isInside = this.#isAtEnd || (isStart(token) && !this.#isAtStart);
    if (isEnd(token)) {
      this.#isAtEnd = true;
      group.hasEnd = true;
    } else if (token.startsWith('(')) {
      this.#groups.push({ isAtStart: this.#isAtStart, hasEnd: false });
    }
    if (!token.startsWith('(')) this.#isAtStart = false;
    return isInside;
  }
}

const isStart = (token: string) => token === '^' || token === '\\A';
const isEnd = (token: string) => token === '$' || token === '\\Z';
