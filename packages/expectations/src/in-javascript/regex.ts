import { fromPython, JAVASCRIPT } from '../sql/python-regex.ts';
import { shown } from '../shown.ts';
import { timed } from './timed.ts';

/** A test whether `pattern` is found in a text; throws where the texts so far took longer than the budget. */
export function regexTest(pattern: string, budgetMs?: number): (value: string) => boolean {
  const named = pattern.replaceAll('(?P<', '(?<').replaceAll(/\(\?P=(\w+)\)/g, '\\k<$1>');
  // JavaScript takes flags apart from the expression.
  const [flagged = '', flags = ''] = /^\(\?([aiLmsux]+)\)/.exec(named) ?? [];
  const kept = ['i', 'm', 's'].filter((flag) => flags.includes(flag)).join('');
  const translated = fromPython(named.slice(flagged.length), JAVASCRIPT);
  let regex: RegExp;
  try {
    regex = new RegExp(translated ?? named.slice(flagged.length), `u${kept}`);
  } catch {
    regex = new RegExp(named.slice(flagged.length), kept);
  }
  return timed(
    (value) => regex.test(value),
    `The regular expression ${shown(pattern)}`,
    'Rewrite it without nested repetition.',
    budgetMs,
  );
}
