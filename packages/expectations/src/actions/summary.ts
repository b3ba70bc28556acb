import { failureCount, failureText, subject } from '../result/format-failures.ts';
import { severityOf } from '../result/severity.ts';
import type { Statistics } from '../result/validation-result.ts';
import { cutShort } from '../shown.ts';
import type { Severity } from '../suite/suite.ts';
import type { CheckpointEvent } from './call-actions.ts';

/** One expectation that failed, for a message. */
export interface FailureSummary {
  readonly type: string;
  /** The columns that it is about; `(table)` where it is about the whole. */
  readonly subject: string;
  readonly severity: Severity;
  /** How much failed, or the error. */
  readonly text: string;
}

/** What a check found, for a message: no values of the data, unless they are asked for. */
export interface CheckSummary {
  readonly checkpoint: string;
  readonly suite: string;
  readonly source: string;
  readonly success: boolean;
  readonly statistics: Statistics;
  /** Why the check could not be made; null where it was. */
  readonly error: string | null;
  /** The first of them. */
  readonly failures: readonly FailureSummary[];
  readonly run_name: string | null;
  readonly time: string;
}

/** So many failures are told; the statistics count all. */
const MOST_FAILURES = 50;

const MOST_CHARACTERS = 500;

/** What a check found, in short. `withValues`: failing values of the data too. */
export function summaryOf(
  { checkpoint, result }: CheckpointEvent,
  withValues = false,
): CheckSummary {
  const textOf = withValues ? failureText : failureCount;
  const { exception_message: error } = result.exception_info;
  return {
    checkpoint,
    suite: result.suite_name,
    source: cutShort(result.meta.source, MOST_CHARACTERS),
    success: result.success,
    statistics: result.statistics,
    error: error === null ? null : cutShort(error, MOST_CHARACTERS),
    failures: result.results
      .filter(({ success }) => !success)
      .slice(0, MOST_FAILURES)
      .map((each) => ({
        type: each.expectation_config.type,
        subject: subject(each),
        severity: severityOf(each),
        text: cutShort(textOf(each), MOST_CHARACTERS),
      })),
    run_name: result.meta.run_id.run_name,
    time: result.meta.validation_time,
  };
}
