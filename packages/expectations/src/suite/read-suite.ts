import { InvalidSuiteError } from '../errors.ts';
import type { SuiteProblem } from '../errors.ts';
import { LongDecimal } from '../exact/number.ts';
import { SEVERITIES } from './suite.ts';
import type { ExpectationConfig, Severity, Suite } from './suite.ts';
import { isNestedDeeper, TOO_DEEP } from '../nesting.ts';
import { cutShort, shown } from '../shown.ts';

type Json = Readonly<Record<string, unknown>>;

/** What GX, from 0.13 to today, writes into an expectation; what is not named here is a mistake. */
const EXPECTATION_KEYS = [
  'type',
  'expectation_type',
  'kwargs',
  'meta',
  'severity',
  'description',
  'notes',
  'id',
  'ge_cloud_id',
  // Of a run or of GX's pages, not of what is expected
  'expectation_context',
  'rendered_content',
  'success_on_last_run',
];

/** What GX writes into a suite. */
const SUITE_KEYS = [
  'name',
  'expectation_suite_name',
  'expectations',
  'suite_parameters',
  'evaluation_parameters',
  'meta',
  'notes',
  'id',
  'ge_cloud_id',
  'data_asset_type',
];

/** Types that were written otherwise once. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  [
    'expect_column_pair_values_A_to_be_greater_than_B',
    'expect_column_pair_values_a_to_be_greater_than_b',
  ],
]);

function isObject(value: unknown): value is Json {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) && !(value instanceof Date) && !(value instanceof LongDecimal);
}

function isSeverity(value: unknown): value is Severity {
  return SEVERITIES.some((severity) => severity === value);
}

function isNotes(value: unknown): value is string | readonly string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every(isText));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The first unknown key. */
function strayKey(given: Json, known: readonly string[]): string | undefined {
  return Object.keys(given).find((key) => !known.includes(key) && given[key] !== undefined);
}

// Looking up long texts of one length takes time by the square of their number in some engines (V8 of Node 26)
const LONGEST_TYPE = 1000;

function readExpectation(given: unknown): ExpectationConfig | string {
  if (!isObject(given)) return 'an expectation must be an object with a type and kwargs.';
  const type = given['type'] ?? given['expectation_type'];
  if (!isText(type) || type === '') {
    return 'an expectation needs a type (1.x) or an expectation_type (0.13).';
  }
  if (type.length > LONGEST_TYPE) {
    return `${cutShort(type)}: a type has at most ${LONGEST_TYPE} letters, came ${type.length}.`;
  }
  const stray = strayKey(given, EXPECTATION_KEYS);
  if (stray !== undefined) {
    return `${cutShort(type)}: an expectation has no key ${shown(stray)}; what it asks for goes into kwargs.`;
  }
  const kwargs = given['kwargs'] ?? {};
  if (!isObject(kwargs)) return `${cutShort(type)}: kwargs must be an object.`;
  const { meta, severity, description, notes } = given;
  const id = given['id'] ?? given['ge_cloud_id'];
  if (severity !== undefined && severity !== null && !isSeverity(severity)) {
    return `${cutShort(type)}: severity must be one of ${SEVERITIES.join(', ')}, came ${shown(severity)}.`;
  }
  return {
    type: RENAMED.get(type) ?? type,
    kwargs,
    ...(isObject(meta) && { meta }),
    ...(isSeverity(severity) && { severity }),
    ...(isText(description) && { description }),
    ...(isNotes(notes) && { notes }),
    ...(isText(id) && { id }),
  };
}

/** The name of a suite in either form; undefined where it has none. */
export function suiteNameOf(given: unknown): string | undefined {
  const name = isObject(given) ? (given['name'] ?? given['expectation_suite_name']) : undefined;
  return isText(name) && name !== '' ? name : undefined;
}

/** A suite that a program builds says itself how it is written. */
function asWritten(given: unknown): unknown {
  const write = isObject(given) ? given['toJSON'] : undefined;
  return typeof write === 'function' ? Reflect.apply(write, given, []) : given;
}

/**
 * A suite from parsed JSON in the form of GX 0.13 (`expectation_suite_name`, `expectation_type`)
 * or 1.x (`name`, `type`). Throws InvalidSuiteError with everything that is wrong.
 */
export function readSuite(suite: unknown): Suite {
  const given = asWritten(suite);
  if (!isObject(given)) {
    const message = 'a suite must be an object with a name and expectations.';
    throw new InvalidSuiteError('?', [{ at: -1, type: '', message }]);
  }
  if (isNestedDeeper(given)) {
    const message = `it is ${TOO_DEEP}.`;
    throw new InvalidSuiteError(suiteNameOf(given) ?? '?', [{ at: -1, type: '', message }]);
  }
  const name = suiteNameOf(given);
  const list = given['expectations'];
  const problems: SuiteProblem[] = [];
  const complain = (message: string) => problems.push({ at: -1, type: '', message });
  if (name === undefined) {
    complain('a suite needs a name (1.x) or an expectation_suite_name (0.13).');
  }
  const stray = strayKey(given, SUITE_KEYS);
  if (stray !== undefined) complain(`a suite has no key ${shown(stray)}.`);
  if (!Array.isArray(list)) complain('expectations must be a list.');
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  const expectations: ExpectationConfig[] = [];
  for (const [at, entry] of entries.entries()) {
    const read = readExpectation(entry);
    if (typeof read === 'string') problems.push({ at, type: '', message: read });
    else expectations.push(read);
  }
  const suiteName = name ?? '?';
  const parameters = given['suite_parameters'] ?? given['evaluation_parameters'];
  if (parameters !== undefined && parameters !== null && !isObject(parameters)) {
    complain('suite_parameters must be an object of values by name.');
  }
  if (problems.length > 0) throw new InvalidSuiteError(suiteName, problems);
  const { meta, notes } = given;
  const id = given['id'] ?? given['ge_cloud_id'];
  return {
    name: suiteName,
    expectations,
    ...(isObject(parameters) && { suite_parameters: parameters }),
    ...(isNotes(notes) && { notes }),
    ...(isObject(meta) && { meta }),
    ...(isText(id) && { id }),
  };
}
