import { text } from './quote.ts';

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

/**
 * SQL that is true where the text `value` fits a LIKE pattern: `%` any text, `_` one character, and
 * SQL Server's classes in brackets, which standard LIKE lacks.
 */
export function fitsLike(value: string, pattern: string): string {
  return CLASS.test(pattern)
    ? `regexp_full_match(${value}, ${text(regexOf(pattern))})`
    : `${value} LIKE ${text(pattern)}`;
}
