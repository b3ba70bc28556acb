import { momentOf } from './moment.ts';
import { compareNumbers, isExactNumber } from './number.ts';
import type { ExactNumber } from './number.ts';

/** What can be compared: numbers exactly, ISO texts as moments, other texts as texts. */
export type Comparable = ExactNumber | string | boolean;

function compareTexts(a: string, b: string): number {
  const [left, right] = [momentOf(a), momentOf(b)];
  const [before, after] = left !== null && right !== null ? [left.nanos, right.nanos] : [a, b];
  return before < after ? -1 : Number(before > after);
}

/** Below 0, 0 or above 0, as `a` is less than `b`, equal or greater; NaN where they have no order. */
export function compareValues(a: Comparable, b: Comparable): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'string' || typeof b === 'string') return Number.NaN;
  const [left, right] = [a, b].map((each) => (isExactNumber(each) ? each : Number(each)));
  return compareNumbers(left ?? Number.NaN, right ?? Number.NaN);
}
