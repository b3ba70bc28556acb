import type { ExpectationResult } from '@lf/expectations';
import { isList, isObject } from './case-file.ts';
import type { Case } from './case-file.ts';

/** numpy's allclose with the tolerances of the cases' own runner. */
const RELATIVE = 1e-7;
const ABSOLUTE = 5e-2;

function areClose(a: unknown, b: unknown, relative: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= ABSOLUTE + relative * Math.abs(b);
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((each, at) => areClose(each, b[at], relative));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(b);
    return (
      keys.length === Object.keys(a).length &&
      keys.every((key) => areClose(a[key], b[key], relative))
    );
  }
  return a === b;
}

/** As texts, with the keys of objects in one order. */
function textOf(value: unknown): string {
  return isObject(value)
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value);
}

function sorted(value: unknown): unknown {
  return isList(value) ? [...value].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)) : value;
}

/** Lists whose order says nothing. */
const UNORDERED = ['unexpected_list', 'partial_unexpected_list', 'unexpected_index_list'];

function differs(name: string, came: unknown, wanted: unknown, relative: number): string | null {
  const isUnordered = UNORDERED.includes(name);
  const [a, b] = isUnordered ? [sorted(came), sorted(wanted)] : [came, wanted];
  if (areClose(a, b, relative)) return null;
  return `${name}: expected ${JSON.stringify(b)}, came ${JSON.stringify(a)}`;
}

/** A result against the `result` that a case names: its count, too, where the case is exact. */
function differsInResult(
  came: ExpectationResult['result'],
  wanted: unknown,
  isExact: boolean,
  relative: number,
): string | null {
  if (!isObject(wanted)) return 'result: the case names none';
  for (const key of Object.keys(wanted)) {
    if (key === 'unexpected_count' && !isExact) continue;
    const difference = differs(key, came[key], wanted[key], relative);
    if (difference !== null) return difference;
  }
  return null;
}

function partitionDiffers(came: unknown, wanted: unknown, name: string): string | null {
  if (!isObject(came) || !isObject(wanted)) return `${name}: expected one, came ${textOf(came)}`;
  for (const key of Object.keys(wanted)) {
    const difference = differs(`${name}.${key}`, came[key], wanted[key], RELATIVE);
    if (difference !== null) return difference;
  }
  return null;
}

function differsIn(key: string, result: ExpectationResult, each: Case): string | null {
  const wanted = each.out[key];
  const relative = each.tolerance ?? RELATIVE;
  const { details } = result.result;
  const inDetails = isObject(details) ? details : {};
  switch (key) {
    case 'success':
      return differs(key, result.success, wanted, relative);
    case 'unexpected_count':
      return null;
    case 'result':
      return differsInResult(result.result, wanted, each.isExact, relative);
    case 'observed_value_list':
      return isList(wanted) && wanted.includes(result.result['observed_value'])
        ? null
        : `observed_value: expected one of ${textOf(wanted)}, came ${textOf(result.result['observed_value'])}`;
    case 'value_counts': {
      const counts = isList(inDetails[key]) ? inDetails[key].map(textOf) : [];
      const lost = isList(wanted) ? wanted.filter((count) => !counts.includes(textOf(count))) : [];
      return lost.length === 0 ? null : `value_counts: without ${textOf(lost)}`;
    }
    case 'observed_partition':
    case 'expected_partition':
      return partitionDiffers(inDetails[key], wanted, key);
    case 'details':
      return isObject(wanted)
        ? (Object.keys(wanted)
            .map((name) => partitionDiffers(inDetails[name], wanted[name], name))
            .find((difference) => difference !== null) ?? null)
        : `details: the case names ${textOf(wanted)}`;
    case 'traceback_substring': {
      const trace = result.exception_info.exception_traceback ?? '';
      return trace.includes(String(wanted))
        ? null
        : `traceback: expected ${textOf(wanted)} in ${textOf(trace.split('\n    at ')[0] ?? '')}`;
    }
    case 'meta':
      return null;
    default:
      return differs(key, result.result[key], wanted, relative);
  }
}

/** How a result differs from what its case says, or null. */
export function difference(result: ExpectationResult, each: Case): string | null {
  const { raised_exception: raised, exception_message: message } = result.exception_info;
  if (each.raises && !raised) return 'expected an exception, none was raised';
  if (!each.raises && raised && Object.keys(each.out).length > 0) return `raised: ${message ?? ''}`;
  for (const key of Object.keys(each.out)) {
    const found = differsIn(key, result, each);
    if (found !== null) return found;
  }
  return null;
}
