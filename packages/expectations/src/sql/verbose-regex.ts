/** An escape, the bounds of a class, a comment, white space, or any other letter. */
const PIECE = /\\[\s\S]|\[\^?\]?|\]|#[^\n]*|\s|[\s\S]/gu;

/**
 * A regular expression without Python's flag `x` at its beginning: white space and comments outside of
 * classes, which it lets people write, are gone. Any other expression is as it was.
 */
export function withoutVerbose(regex: string): string {
  const [flagged, flags = ''] = /^\(\?([aiLmsux]+)\)/.exec(regex) ?? [];
  if (flagged === undefined || !flags.includes('x')) return regex;
  let isInside = false;
  const body = regex.slice(flagged.length).replaceAll(PIECE, (piece) => {
    if (piece.startsWith('\\')) return isInside || !/\s/.test(piece) ? piece : piece.slice(1);
    if (isInside) {
      if (piece === ']') isInside = false;
      return piece;
    }
    if (piece.startsWith('[')) isInside = true;
    return piece.startsWith('#') || /\s/.test(piece) ? '' : piece;
  });
  const kept = flags.replaceAll('x', '');
  return kept === '' ? body : `(?${kept})${body}`;
}
