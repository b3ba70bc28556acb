import { InvalidSuiteError } from '../errors.ts';
import type { SuiteProblem } from '../errors.ts';
import { SEVERITIES } from './suite.ts';
import type { ExpectationConfig, Severity, Suite } from './suite.ts';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function readExpectation(given: unknown): ExpectationConfig | string {
  if (!isObject(given)) return 'an expectation must be an object with a type and kwargs.';
  const type = given['type'] ?? given['expectation_type'];
  if (!isText(type) || type === '') {
    return 'an expectation needs a type (1.x) or an expectation_type (0.13).';
  }
  const kwargs = given['kwargs'] ?? {};
  if (!isObject(kwargs)) return `${type}: kwargs must be an object.`;
  const { meta, severity, description, notes, id } = given;
  if (severity !== undefined && severity !== null && !isSeverity(severity)) {
    return `${type}: severity must be one of ${SEVERITIES.join(', ')}, came ${JSON.stringify(severity)}.`;
  }
  return {
    type,
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

/**
 * A suite from parsed JSON in the form of GX 0.13 (`expectation_suite_name`, `expectation_type`)
 * or 1.x (`name`, `type`). Throws InvalidSuiteError with everything that is wrong.
 */
export function readSuite(given: unknown): Suite {
  if (!isObject(given)) {
    const message = 'a suite must be an object with a name and expectations.';
    throw new InvalidSuiteError('?', [{ at: -1, type: '', message }]);
  }
  const name = suiteNameOf(given);
  const list = given['expectations'];
  const problems: SuiteProblem[] = [];
  if (name === undefined) {
    const message = 'a suite needs a name (1.x) or an expectation_suite_name (0.13).';
    problems.push({ at: -1, type: '', message });
  }
  if (!Array.isArray(list)) {
    problems.push({ at: -1, type: '', message: 'expectations must be a list.' });
  }
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  const expectations: ExpectationConfig[] = [];
  for (const [at, entry] of entries.entries()) {
    const read = readExpectation(entry);
    if (typeof read === 'string') problems.push({ at, type: '', message: read });
    else expectations.push(read);
  }
  const suiteName = name ?? '?';
  if (problems.length > 0) throw new InvalidSuiteError(suiteName, problems);
  const parameters = given['suite_parameters'] ?? given['evaluation_parameters'];
  const { meta, id } = given;
  return {
    name: suiteName,
    expectations,
    ...(isObject(parameters) && { suite_parameters: parameters }),
    ...(isObject(meta) && { meta }),
    ...(isText(id) && { id }),
  };
}
