import { KwargsValueError } from '../errors.ts';
import { text } from './quote.ts';
import { shown } from '../shown.ts';

/** A character class of SQL Server: `[abc]`, `[a-z]`, `[^0-9]`. */
const CLASS = /\[\^?[^\]]+\]/;

const PIECE = /(\[\^?[^\]]+\])|(%)|(_)|([^%_[]+|\[)/gs;

function escape(characters: string): string {
  return characters.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function regexOf(pattern: string): string {
  const pieces = [...pattern.matchAll(PIECE)].map(([, set, many, one, plain]) => {
    if (set !== undefined) {
      const isNot = set.startsWith('[^');
      const inner = set.slice(isNot ? 2 : 1, -1).replaceAll(/[\\[\]^&~]/g, '\\$&');
      return `[${isNot ? '^' : ''}${inner}]`;
    }
    if (many !== undefined) return '.*';
    return one === undefined ? escape(plain ?? '') : '.';
  });
  return `(?s)${pieces.join('')}`;
}

/** The pattern as an expression, where the letter `escape` makes the next one stand for itself. */
function regexWithEscape(pattern: string, escapeLetter: string): string {
  const letters = Array.from(pattern);
  const pieces: string[] = [];
  let plain = '';
  for (let at = 0; at < letters.length; at++) {
    if (letters[at] !== escapeLetter) {
      plain += letters[at] ?? '';
      continue;
    }
    at += 1;
    const next = letters[at];
    if (next === undefined) {
      throw new KwargsValueError(
        `The LIKE pattern ${shown(pattern)} ends in its escape ${shown(escapeLetter)}: a letter must follow.`,
      );
    }
    pieces.push(regexOf(plain), escape(next));
    plain = '';
  }
  return `(?s)${[...pieces, regexOf(plain)].map((piece) => piece.replace(/^\(\?s\)/, '')).join('')}`;
}

/**
 * SQL that is true where the text `value` fits a LIKE pattern: `%` any text, `_` one character, and
 * SQL Server's classes in brackets, which standard LIKE lacks. After the letter `escapeLetter`, if one
 * is given, any letter stands for itself. Throws KwargsValueError.
 */
export function fitsLike(value: string, pattern: string, escapeLetter?: string | null): string {
  if (escapeLetter != null) {
    if (Array.from(escapeLetter).length !== 1) {
      throw new KwargsValueError(`escape must be one letter, came ${shown(escapeLetter)}.`);
    }
    return `regexp_full_match(${value}, ${text(regexWithEscape(pattern, escapeLetter))})`;
  }
  return CLASS.test(pattern)
    ? `regexp_full_match(${value}, ${text(regexOf(pattern))})`
    : `${value} LIKE ${text(pattern)}`;
}
