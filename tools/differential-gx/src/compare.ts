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

const DATE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** A moment in any notation is one text; times without a zone are UTC. */
function plain(value: unknown): unknown {
  // pandas' missing date
  if (value === 'NaT') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'string' && DATE.test(value)) {
    const iso = value.replace(' ', 'T');
    const time = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`);
    return Number.isNaN(time) ? value : new Date(time).toISOString();
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, held]) => [key, plain(held)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return value;
}

/** Integers past 2^53 are texts in our results; theirs lost their last digits in JSON. */
function isSameLargeInteger(ours: unknown, theirs: unknown): boolean {
  return (
    typeof ours === 'string' &&
    /^-?\d{16,}$/.test(ours) &&
    typeof theirs === 'number' &&
    Number(ours) === theirs
  );
}

function areEqual(a: unknown, b: unknown): boolean {
  if (isSameLargeInteger(a, b)) return true;
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

function canonical(key: string, value: unknown): unknown {
  const held = plain(value);
  if (!UNORDERED.includes(key) || !Array.isArray(held)) return held;
  return held.map((each) => JSON.stringify(each)).sort();
}

/** How the two outcomes differ, or null. Messages may: only whether something was raised counts. */
export function difference(ours: Outcome, theirs: Outcome): string | null {
  if (ours.raised !== theirs.raised) {
    return theirs.raised
      ? `GX raises, we do not: ${theirs.message}`
      : `we raise, GX does not: ${ours.message}`;
  }
  if (ours.success !== theirs.success) {
    return `success: GX ${theirs.success} ${brief(theirs.result['observed_value'])}, ours ${ours.success} ${brief(ours.result['observed_value'])}`;
  }
  for (const key of KEYS) {
    const [mine, wanted] = [canonical(key, ours.result[key]), canonical(key, theirs.result[key])];
    // GX leaves keys out where it has nothing to tell
    if (wanted === undefined) continue;
    if (!areEqual(mine ?? null, wanted)) return `${key}: GX ${brief(wanted)}, ours ${brief(mine)}`;
  }
  return null;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
