import { createContext, Script } from 'node:vm';
import { KwargsValueError } from '../errors.ts';

/**
 * What a value gives back of the time that is left: an honest test takes some microseconds for one, so that a
 * busy machine, which stops us for milliseconds now and then, never uses the budget up.
 */
const HONEST_MS = 1;

/** How long all values of a check may take beyond that: far below a stalled check. */
const BUDGET_MS = 2000;

/**
 * The same test, stopped where the texts so far took longer than the budget: then it throws KwargsValueError.
 * `what` the test is, and `advice`, for the message.
 */
export function timed(
  test: (value: string) => boolean,
  what: string,
  advice: string,
  budgetMs = BUDGET_MS,
): (value: string) => boolean {
  let left = budgetMs;
  // The watch over a test begins with a thread, for which a busy machine makes us wait: that is no time of the test
  const counted = (value: string): boolean => {
    const start = performance.now();
    const passes = test(value);
    left = Math.min(budgetMs, left - (performance.now() - start) + HONEST_MS);
    return passes;
  };
  const context = createContext({ test: counted, value: '' });
  const script = new Script('test(value)');
  return (value) => {
    context['value'] = value;
    try {
      if (left <= 0) throw new Error('Nothing of its time is left.');
      return script.runInContext(context, { timeout: Math.ceil(left) }) === true;
    } catch (cause) {
      throw new KwargsValueError(
        `${what} took over ${budgetMs} ms, the last value having ${value.length} characters. ${advice} ${String(cause)}`,
      );
    }
  };
}
