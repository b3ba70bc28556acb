/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 80;

/** What a terminal or a log might take for more than text: control characters, and signs that turn the direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A wrong value as a message shows it: quoted, on one line, cut to a length that can be read. */
export function shown(value: string): string {
  const part = value
    .slice(0, SHOWN_CHARACTERS)
    .replace(UNPRINTABLE, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
  const more = value.length - SHOWN_CHARACTERS;
  return more > 0 ? `'${part}...' (and ${more} characters more)` : `'${part}'`;
}
