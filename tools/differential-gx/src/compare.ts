import { momentText } from './moment.ts';
import type { Outcome } from './outcome.ts';

const RELATIVE = 1e-9;
/** Sums of the same numbers in another order. */
const ABSOLUTE = 1e-9;

/** The keys of a result that must say the same. */
const KEYS = [
  'observed_value',
  'element_count',
  'missing_count',
  'missing_percent',
  'unexpected_count',
  'unexpected_percent',
  'unexpected_percent_total',
  'unexpected_percent_nonmissing',
  'partial_unexpected_list',
  'unexpected_list',
  'unexpected_index_list',
];

/** Lists whose order says nothing. */
const UNORDERED = ['partial_unexpected_list', 'unexpected_list', 'unexpected_index_list'];

/** A moment in any notation is one text; times without a zone are UTC. */
function plain(value: unknown): unknown {
  // pandas' missing date
  if (value === 'NaT') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'string') return momentText(value) ?? value;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, held]) => [key, plain(held)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return value;
}

function areEqual(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(a), Math.abs(b));
  }
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [left, right] = [Object.entries(a), Object.entries(b)];
    return (
      left.length === right.length &&
      left.every(([key, held], at) => key === right[at]?.[0] && areEqual(held, right[at][1]))
    );
  }
  return a === b;
}

function canonical(key: string, value: unknown, type: string): unknown {
  const held = plain(value);
  const isSet = UNORDERED.includes(key) || type === 'expect_table_columns_to_match_set';
  if (!isSet || !Array.isArray(held)) return held;
  return held.map((each) => JSON.stringify(each)).sort();
}

/** GX no longer shows the distinct values on pandas, as it did in 1.2; we do. */
function isOfDistinctValues(type: string): boolean {
  return type.startsWith('expect_column_distinct_values_to_');
}

/** How the two outcomes differ, or null. Messages may: only whether something was raised counts. */
export function difference(type: string, ours: Outcome, theirs: Outcome): string | null {
  if (ours.raised !== theirs.raised) {
    return theirs.raised
      ? `GX raises, we do not: ${theirs.message}`
      : `we raise, GX does not: ${ours.message}`;
  }
  if (ours.success !== theirs.success) {
    return `success: GX ${theirs.success} ${brief(theirs.result['observed_value'])}, ours ${ours.success} ${brief(ours.result['observed_value'])}`;
  }
  for (const key of KEYS) {
    const mine = canonical(key, ours.result[key], type);
    const wanted = canonical(key, theirs.result[key], type);
    // GX leaves keys out where it has nothing to tell
    if (wanted === undefined) continue;
    if (wanted === null && key === 'observed_value' && isOfDistinctValues(type)) continue;
    if (!areEqual(mine ?? null, wanted)) return `${key}: GX ${brief(wanted)}, ours ${brief(mine)}`;
  }
  return null;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
