import { describeExpectation } from '../docs/words/describe-expectation.ts';
import { failingWithTimes, observedWithTimes } from '../epoch-times.ts';
import { shown, shownName, shownNames } from '../shown.ts';
import type { ExpectationResult, ValidationResult } from './validation-result.ts';

/** Examples and messages longer than this are cut: one line is for one glance. */
const CELL_CHARS = 60;

/** The same of what was expected, which has a line of its own. */
const EXPECTED_CHARS = 160;

/** How many failing values a line shows. */
const EXAMPLES = 3;

const HEADER = ['expectation', 'column', 'failed', 'examples'];

function cut(text: string, chars = CELL_CHARS): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > chars ? `${line.slice(0, chars - 3)}...` : line;
}

/** What an expectation wants, in words. */
export function expectedText({ expectation_config: config }: ExpectationResult): string {
  return cut(describeExpectation(config).replace(/\.$/, ''), EXPECTED_CHARS);
}

/** The columns that an expectation is about; `(table)` where it is about the whole. */
export function subject({ expectation_config: { kwargs } }: ExpectationResult): string {
  const named = [kwargs['column'], kwargs['column_A'], kwargs['column_B'], kwargs['column_list']];
  const columns = named.flat().filter((name) => typeof name === 'string');
  return columns.length === 0 ? '(table)' : shownNames(columns);
}

function failed({ result }: ExpectationResult): string {
  const { unexpected_count: count, unexpected_percent: percent } = result;
  if (typeof count !== 'number') return '';
  return typeof percent === 'number' ? `${count} (${percent.toFixed(2)} %)` : String(count);
}

function examples({
  expectation_config: config,
  result,
  exception_info: exception,
}: ExpectationResult): string {
  if (exception.raised_exception) return `error: ${exception.exception_message ?? ''}`;
  const { partial_unexpected_list: values, observed_value: observed } = result;
  if (observed !== undefined) return `observed ${shown(observedWithTimes(config, observed))}`;
  if (!Array.isArray(values)) return '';
  const texts = values.map((value) => shown(failingWithTimes(config, value)));
  return [...new Set(texts)].slice(0, EXAMPLES).join(', ');
}

/** What went wrong with one expectation, in one line: how much of it, and examples or the error. */
export function failureText(result: ExpectationResult): string {
  return [failed(result), examples(result)].filter((part) => part !== '').join(', ');
}

/** The same without any value of the data, for places where those must not go: how much failed, or the error. */
export function failureCount(result: ExpectationResult): string {
  const { raised_exception: isRaised, exception_message: message } = result.exception_info;
  return isRaised ? `error: ${message ?? ''}` : failed(result);
}

/** What failed as a table for a terminal, with counts, examples and what was expected; empty when nothing did. */
export function formatFailures(result: ValidationResult): string {
  const failures = result.results.filter(({ success }) => !success);
  if (failures.length === 0) return '';
  const rows = failures.map((each) => [
    each.expectation_config.type,
    cut(subject(each)),
    failed(each),
    cut(examples(each)),
  ]);
  const widths = HEADER.map((title, at) =>
    rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const { evaluated_expectations: all } = result.statistics;
  return [
    `Suite ${shownName(result.suite_name)}: ${failures.length} of ${all} expectation(s) failed`,
    line(HEADER),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap((row, at) => {
      const failure = failures[at];
      return failure === undefined ? [] : [line(row), `  expected: ${expectedText(failure)}`];
    }),
  ].join('\n');
}
