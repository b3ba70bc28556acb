import { expectedText, failureText, formatFailures, subject } from '../result/format-failures.ts';
import { shownName } from '../shown.ts';
import { severityOf } from '../result/severity.ts';
import type { ExpectationResult, ValidationResult } from '../result/validation-result.ts';

/** What a check can be printed as. */
export const OUTPUTS = ['table', 'json', 'junit', 'github'] as const;

/** What a check can be printed as. */
export type Output = (typeof OUTPUTS)[number];

const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

function xml(text: string): string {
  // XML 1.0 has no room for other control characters, not even escaped.
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, '\uFFFD')
    .replaceAll(/[&<>"\n]/g, (character) => XML[character] ?? character);
}

/** What was expected, and what came. */
const faultOf = (result: ExpectationResult) =>
  `expected ${expectedText(result)}; came ${failureText(result)}`;

const nameOf = (result: ExpectationResult) =>
  `${result.expectation_config.type} (${subject(result)})`;

function junitCase(suite: string, result: ExpectationResult): string {
  const opening = `    <testcase classname="${xml(suite)}" name="${xml(nameOf(result))}"`;
  if (result.success) return `${opening}/>`;
  const kind = result.exception_info.raised_exception ? 'error' : 'failure';
  const message = xml(faultOf(result));
  return `${opening}>\n      <${kind} type="${severityOf(result)}" message="${message}"/>\n    </testcase>`;
}

function junit({ suite_name: suite, results, statistics }: ValidationResult): string {
  const errors = results.filter(({ exception_info: info }) => info.raised_exception).length;
  const failures = statistics.unsuccessful_expectations - errors;
  const counts = `tests="${results.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${xml(suite)}" ${counts}>`,
    ...results.map((result) => junitCase(suite, result)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

const GITHUB_LEVELS = { critical: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands keep one line each: %, CR and LF travel as percent codes. */
function githubText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property ends at a colon or a comma. */
function githubProperty(text: string): string {
  return githubText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function github({ suite_name: suite, results }: ValidationResult): string {
  return results
    .filter(({ success }) => !success)
    .map((result) => {
      const title = githubProperty(`${suite}: ${nameOf(result)}`);
      return `::${GITHUB_LEVELS[severityOf(result)]} title=${title}::${githubText(faultOf(result))}`;
    })
    .join('\n');
}

function table(result: ValidationResult): string {
  const { evaluated_expectations: all } = result.statistics;
  return result.success
    ? `Suite ${shownName(result.suite_name)}: all ${all} expectation(s) hold`
    : formatFailures(result);
}

const WRITERS: Readonly<Record<Output, (result: ValidationResult) => string>> = {
  table,
  junit,
  github,
  json: (result) => JSON.stringify(result, null, 2),
};

/** A result as text for people, programs, CI servers or GitHub. */
export function formatResult(result: ValidationResult, output: Output): string {
  return WRITERS[output](result);
}
