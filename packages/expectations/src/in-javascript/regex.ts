import { flaggedFrom, fromPython, JAVASCRIPT } from '../sql/python-regex.ts';
import { shown } from '../shown.ts';
import { timed } from './timed.ts';

/**
 * Whether the expression is found. V8 also begins in the middle of a letter of two code units, before which a
 * look-behind then sees nothing: what it finds there is none.
 */
function finds(regex: RegExp, value: string): boolean {
  regex.lastIndex = 0;
  for (;;) {
    const at = regex.exec(value)?.index;
    if (at === undefined) return false;
    if (at === 0 || (value.codePointAt(at - 1) ?? 0) <= 0xffff) return true;
    regex.lastIndex = at + 1;
  }
}

/** A test whether `pattern` is found in a text; throws where the texts so far took longer than the budget. */
export function regexTest(pattern: string, budgetMs?: number): (value: string) => boolean {
  const named = pattern.replaceAll('(?P<', '(?<').replaceAll(/\(\?P=(\w+)\)/g, '\\k<$1>');
  // JavaScript takes flags apart from the expression; `m` is part of the translation
  const flagged = flaggedFrom(named);
  const kept = ['i', 's'].filter((flag) => flagged.flags.includes(flag)).join('');
  const translated = fromPython(flagged, JAVASCRIPT);
  let regex: RegExp;
  try {
    regex = new RegExp(translated ?? flagged.body, `gu${kept}`);
  } catch {
    regex = new RegExp(flagged.body, `g${kept}`);
  }
  return timed(
    (value) => finds(regex, value),
    `The regular expression ${shown(pattern)}`,
    'Rewrite it without nested repetition.',
    budgetMs,
  );
}
