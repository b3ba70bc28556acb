/** Characters that could move, colour or reorder what is on a terminal. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text of a user's as it may stand on a terminal: control characters, which could move or colour it, are shown. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, shown);
}

/** The same for a text of several lines: ends of lines and tabs stay. */
export function printableLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(UNPRINTABLE, (character) =>
      /[\n\t]/.test(character) ? character : shown(character),
    );
}

/** The same for JSON, which stays what it says: it escapes the first 32 itself. */
export function escapedInJson(json: string): string {
  return json.replaceAll(UNPRINTABLE, (character) =>
    /[\n\t]/.test(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function shown(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
