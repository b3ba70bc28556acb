import { statisticsOf } from '../../src/result/validation-result.ts';
import type {
  ExceptionInfo,
  ExpectationConfig,
  ExpectationResult,
  ValidationResult,
} from '../../src/index.ts';

const NO_EXCEPTION: ExceptionInfo = {
  raised_exception: false,
  exception_message: null,
  exception_traceback: null,
};

/** What an expectation found, failed unless told otherwise. */
export function found(
  config: ExpectationConfig,
  result: Readonly<Record<string, unknown>> = {},
  success = false,
): ExpectationResult {
  return { success, expectation_config: config, result, meta: {}, exception_info: NO_EXCEPTION };
}

/** An expectation that could not be checked. */
export function raised(config: ExpectationConfig, message: string): ExpectationResult {
  const info = { raised_exception: true, exception_message: message, exception_traceback: 'at x' };
  return { ...found(config), exception_info: info };
}

/** A result of `suite` on the given day of November 2026. */
export function resultOf(
  suite: string,
  results: readonly ExpectationResult[],
  day = 1,
): ValidationResult {
  const time = new Date(Date.UTC(2026, 10, day, 4, 30)).toISOString();
  return {
    success: results.every(({ success }) => success),
    suite_name: suite,
    results,
    statistics: statisticsOf(results),
    suite_parameters: {},
    meta: {
      run_id: { run_name: `night ${day}`, run_time: time },
      validation_time: time,
      source: 'orders.parquet',
      checked_by: '@lf/expectations',
    },
  };
}

/** `expect_column_values_to_be_between` of a column. */
export function between(column: string, more: Partial<ExpectationConfig> = {}): ExpectationConfig {
  const kwargs = { column, min_value: 0, max_value: 100 };
  return { type: 'expect_column_values_to_be_between', kwargs, ...more };
}
