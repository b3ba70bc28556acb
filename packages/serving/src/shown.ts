/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 80;

/** What a terminal or a log might take for more than text: control characters, and signs that turn the direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text from outside on one line, without signs that act, cut to a length that can be read. */
export function plain(text: string, most = SHOWN_CHARACTERS): string {
  const part = text
    .slice(0, most)
    .replace(UNPRINTABLE, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
  const more = text.length - most;
  return more > 0 ? `${part}... and ${more} characters more` : part;
}

/** A wrong value as a message shows it: quoted, and {@link plain}. */
export function shown(value: string, quote = "'"): string {
  return `${quote}${plain(value)}${quote}`;
}
