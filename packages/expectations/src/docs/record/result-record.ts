import { createHash } from 'node:crypto';
import type { ExpectationResult, ValidationResult } from '../../result/validation-result.ts';
import type { ExpectationConfig, Severity } from '../../suite/suite.ts';
import { columnsOf } from '../words/describe-expectation.ts';

/** How an expectation ended: held, did not hold, or could not be checked. */
export type Status = 'passed' | 'failed' | 'error';

/** How one expectation ended, and the number behind it: the percent that failed, or what was observed. */
export interface Outcome {
  readonly status: Status;
  readonly measure: number | null;
  /** Whether `measure` is the percent of rows that failed. */
  readonly isPercent: boolean;
}

/** How many expectations ended how; errors count as failures of their severity too. */
export interface Tally {
  readonly expectations: number;
  readonly passed: number;
  readonly errors: number;
  readonly failed: Readonly<Record<Severity, number>>;
}

/** What the docs remember of a result once it has a page: enough for history, without values. */
export interface ResultRecord {
  readonly version: 1;
  /** Names the page; sorts by time. */
  readonly id: string;
  readonly suite: string;
  readonly runName: string | null;
  /** ISO 8601. */
  readonly time: string;
  readonly source: string;
  readonly success: boolean;
  readonly tally: Tally;
  /** By `expectationKeys`. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** Characters of a digest in names: 48 bits, so that thousands of results do not meet. */
const DIGEST_CHARS = 12;

function digestOf(parts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, DIGEST_CHARS);
}

/**
 * By which an expectation is known again in later runs: its `id`, or else its type, columns and
 * condition, so that its history goes on when a bound moves. Several alike are told apart by order.
 */
export function expectationKeys(configs: readonly ExpectationConfig[]): readonly string[] {
  const seen = new Map<string, number>();
  return configs.map((config) => {
    const { row_condition: condition = null } = config.kwargs;
    const known = JSON.stringify(
      config.id === undefined ? [config.type, columnsOf(config), condition] : [config.id],
    );
    const nth = seen.get(known) ?? 0;
    seen.set(known, nth + 1);
    return digestOf([known, String(nth)]);
  });
}

/** How bad a failure is: critical where the suite does not say, as in GX. */
export function severityOf({ severity }: ExpectationConfig): Severity {
  return severity ?? 'critical';
}

/** How one expectation ended. */
export function statusOf({ success, exception_info: exception }: ExpectationResult): Status {
  if (success) return 'passed';
  return exception.raised_exception ? 'error' : 'failed';
}

function outcomeOf(each: ExpectationResult): Outcome {
  const { unexpected_percent: percent, observed_value: observed } = each.result;
  const isPercent = typeof percent === 'number';
  const measure = isPercent ? percent : observed;
  const isKnown = typeof measure === 'number' && Number.isFinite(measure);
  return { status: statusOf(each), measure: isKnown ? measure : null, isPercent };
}

/** How many expectations ended how. */
export function tallyOf(results: readonly ExpectationResult[]): Tally {
  const failures = results.filter(({ success }) => !success);
  const of = (severity: Severity) =>
    failures.filter((each) => severityOf(each.expectation_config) === severity).length;
  return {
    expectations: results.length,
    passed: results.length - failures.length,
    errors: failures.filter((each) => statusOf(each) === 'error').length,
    failed: { critical: of('critical'), warning: of('warning'), info: of('info') },
  };
}

/** A time that sorts as text; what is no time comes first, as it is not known. */
function sortableTime(time: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return '00000000T000000Z';
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Lists as long as the data itself: their first values are in the partial lists already. */
const WHOLE_LISTS = ['unexpected_list', 'unexpected_index_list'];

function identityOf(result: ExpectationResult): string {
  return JSON.stringify(result, (key, held: unknown) =>
    WHOLE_LISTS.includes(key) && Array.isArray(held) ? held.length : held,
  );
}

/** What the docs remember of a result. */
export function recordOf(result: ValidationResult): ResultRecord {
  const { validation_time: time, run_id: run, source } = result.meta;
  const keys = expectationKeys(result.results.map((each) => each.expectation_config));
  const told = [result.suite_name, time, run.run_name ?? '', source];
  const digest = digestOf([...told, ...result.results.map(identityOf)]);
  return {
    version: 1,
    id: `${sortableTime(time)}-${digest}`,
    suite: result.suite_name,
    runName: run.run_name,
    time,
    source,
    success: result.success,
    tally: tallyOf(result.results),
    outcomes: Object.fromEntries(
      result.results.map((each, at) => [keys[at] ?? '', outcomeOf(each)]),
    ),
  };
}
