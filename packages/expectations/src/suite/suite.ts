import type { ResultFormatName, ResultFormatOptions } from '../result/result-format.ts';

/** How bad it is when an expectation fails. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** How bad it is when an expectation fails. */
export type Severity = (typeof SEVERITIES)[number];

/** One expectation of a suite, as GX 1.x writes it. */
export interface ExpectationConfig {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly severity?: Severity;
  readonly description?: string;
  readonly notes?: string | readonly string[];
  readonly id?: string;
}

/** A suite as GX 1.x writes it. */
export interface Suite {
  readonly name: string;
  readonly expectations: readonly ExpectationConfig[];
  readonly suite_parameters?: Readonly<Record<string, unknown>>;
  readonly notes?: string | readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

/** What `result_format` may be, for a run or for one expectation. */
export type GivenResultFormat = ResultFormatName | ResultFormatOptions;
