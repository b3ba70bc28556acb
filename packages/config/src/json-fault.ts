const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const LETTERS = /[^"\\\u0000-\u001F]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

const VALUE = 'a value';
const NAME = 'a name in double quotes';

/** What may come after a value, by what it is in. */
const AFTER = { '[': 'a comma or ]', '{': 'a comma or }', '': 'the end of the text' } as const;

type Inside = keyof typeof AFTER;

/** How much of what came is told. */
const SHOWN_LETTERS = 12;

/** Where `pattern` ends when it matches at `at`; -1 where it does not. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where a string that begins at `at` ends; a loop, since one expression for it all needs a stack as long as the text. */
function stringEnd(text: string, at: number): number {
  if (text.charAt(at) !== '"') return -1;
  let end = at + 1;
  while (end >= 0 && end < text.length) {
    end = endOf(LETTERS, text, end);
    if (text.charAt(end) === '"') return end + 1;
    end = endOf(ESCAPE, text, end);
  }
  return -1;
}

function told(text: string, at: number, expected: string): string {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const rest = Array.from(text.slice(at, at + 2 * SHOWN_LETTERS))
    .slice(0, SHOWN_LETTERS)
    .join('');
  const came = rest === '' ? 'the text ends' : `came ${JSON.stringify(rest)}`;
  return `line ${before.length}, column ${column}: expected ${expected}, ${came}`;
}

/**
 * What is wrong with a text that is no JSON, in our own words: line, column, what was expected and what came.
 * It takes one pass and no stack, however deep the text is nested.
 */
export function jsonFault(text: string): string {
  const open: Inside[] = [];
  let expected: string = VALUE;
  let mayClose = false;
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at);
    const inside = open.at(-1) ?? '';
    const letter = text.charAt(at);
    const closes = (letter === ']' && inside === '[') || (letter === '}' && inside === '{');
    if (closes && mayClose) {
      open.pop();
      expected = AFTER[open.at(-1) ?? ''];
      at += 1;
    } else if (expected === VALUE && (letter === '[' || letter === '{')) {
      open.push(letter);
      expected = letter === '{' ? NAME : VALUE;
      mayClose = true;
      at += 1;
      continue;
    } else if (expected === ':' && letter === ':') {
      expected = VALUE;
      mayClose = false;
      at += 1;
      continue;
    } else if (expected === AFTER[inside] && letter === ',' && inside !== '') {
      expected = inside === '{' ? NAME : VALUE;
      mayClose = false;
      at += 1;
      continue;
    } else if (expected === VALUE || expected === NAME) {
      const string = stringEnd(text, at);
      const end = string < 0 && expected === VALUE ? endOf(SCALAR, text, at) : string;
      if (end < 0)
        return told(text, at, mayClose ? `${expected} or ${inside === '{' ? '}' : ']'}` : expected);
      expected = expected === NAME ? ':' : AFTER[inside];
      at = end;
    } else {
      return told(text, at, expected);
    }
    mayClose = expected !== ':';
  }
}
