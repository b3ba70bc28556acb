import { cutShort } from '../shown.ts';
import type { BadRows } from './bad-rows.ts';
import type { Readings } from '../source/readings.ts';
import type { ExpectationConfig } from '../suite/suite.ts';
import type { Notes } from '../suite/notes.ts';

/** Whether an expectation could not be checked, and why. */
export interface ExceptionInfo {
  readonly raised_exception: boolean;
  readonly exception_message: string | null;
  readonly exception_traceback: string | null;
}

/** What one expectation found. */
export interface ExpectationResult {
  readonly success: boolean;
  readonly expectation_config: ExpectationConfig;
  readonly result: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly exception_info: ExceptionInfo;
}

/** How many expectations hold; `success_percent` is of 100, null for an empty suite. */
export interface Statistics {
  readonly evaluated_expectations: number;
  readonly successful_expectations: number;
  readonly unsuccessful_expectations: number;
  readonly success_percent: number | null;
}

/** What a suite found, in the shape of GX 1.x. */
export interface ValidationResult {
  readonly success: boolean;
  readonly suite_name: string;
  readonly results: readonly ExpectationResult[];
  readonly statistics: Statistics;
  readonly suite_parameters: Readonly<Record<string, unknown>>;
  readonly meta: Readings & {
    readonly run_id: { readonly run_name: string | null; readonly run_time: string };
    readonly validation_time: string;
    readonly source: string;
    readonly checked_by: string;
    /** What the suite's author noted about it. */
    readonly suite_notes?: Notes;
    /** The file that the rows which fail were written to. */
    readonly bad_rows?: BadRows;
  };
}

/** The statistics of some results. */
export function statisticsOf(results: readonly ExpectationResult[]): Statistics {
  const successful = results.filter(({ success }) => success).length;
  return {
    evaluated_expectations: results.length,
    successful_expectations: successful,
    unsuccessful_expectations: results.length - successful,
    success_percent: results.length === 0 ? null : (successful / results.length) * 100,
  };
}

/** So much of an error is kept: each of thousands of expectations may have one. */
const MOST_CHARACTERS = 20_000;

export const NO_EXCEPTION: ExceptionInfo = {
  raised_exception: false,
  exception_message: null,
  exception_traceback: null,
};

/** What went wrong with one expectation. */
export function exceptionInfo(error: unknown): ExceptionInfo {
  const known = error instanceof Error;
  const message = known ? error.message : String(error);
  return {
    raised_exception: true,
    exception_message: cutShort(message, MOST_CHARACTERS),
    exception_traceback: cutShort((known ? error.stack : undefined) ?? message, MOST_CHARACTERS),
  };
}
