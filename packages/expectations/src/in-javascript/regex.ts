import { createContext, Script } from 'node:vm';
import { KwargsValueError } from '../errors.ts';
import { fromPython, JAVASCRIPT } from '../sql/python-regex.ts';

/**
 * What a value gives back of the time that is left: an honest expression takes some microseconds for one, so that a
 * busy machine, which stops us for milliseconds now and then, never uses the budget up.
 */
const HONEST_MS = 1;

/** How long all values of a check may take beyond that: far below a stalled check. */
const BUDGET_MS = 2000;

/** A test whether `pattern` is found in a text; throws where the texts so far took longer than the budget. */
export function regexTest(pattern: string, budgetMs = BUDGET_MS): (value: string) => boolean {
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
  const context = createContext({ regex, value: '' });
  const script = new Script('regex.test(value)');
  let left = budgetMs;
  return (value) => {
    context['value'] = value;
    const start = performance.now();
    try {
      if (left <= 0) throw new Error('Nothing of its time is left.');
      return script.runInContext(context, { timeout: Math.ceil(left) }) === true;
    } catch (cause) {
      throw new KwargsValueError(
        `The regular expression ${JSON.stringify(pattern)} took over ${budgetMs} ms, the last value having ${value.length} characters. Rewrite it without nested repetition. ${String(cause)}`,
      );
    } finally {
      left = Math.min(budgetMs, left - (performance.now() - start) + HONEST_MS);
    }
  };
}
