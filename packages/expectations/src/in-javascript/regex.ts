import { createContext, Script } from 'node:vm';
import { KwargsValueError } from '../errors.ts';
import { fromPython, JAVASCRIPT } from '../sql/python-regex.ts';

/** How long one value may take: far above any honest expression, far below a stalled check. */
const LIMIT_MS = 1000;

/** A test whether `pattern` is found in a text; throws where one value takes longer than the limit. */
export function regexTest(pattern: string): (value: string) => boolean {
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
  return (value) => {
    context['value'] = value;
    try {
      return script.runInContext(context, { timeout: LIMIT_MS }) === true;
    } catch (cause) {
      throw new KwargsValueError(
        `The regular expression ${JSON.stringify(pattern)} took over ${LIMIT_MS} ms on one value (${value.length} characters). Rewrite it without nested repetition. ${String(cause)}`,
      );
    }
  };
}
