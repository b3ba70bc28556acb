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

/** What every form of an expectation may have besides its type. */
interface GivenBeside {
  readonly kwargs: object;
  readonly meta?: object | null;
  readonly severity?: Severity | null;
  readonly description?: string | null;
  readonly notes?: string | readonly string[] | null;
  readonly id?: string | null;
  readonly ge_cloud_id?: string | null;
  /** Of a run or of GX's pages, not of what is expected. */
  readonly expectation_context?: unknown;
  readonly rendered_content?: unknown;
  readonly success_on_last_run?: unknown;
}

/** An expectation as a suite has it: in the form of GX 1.x (`type`) or 0.13 (`expectation_type`). */
export type GivenExpectation = GivenBeside &
  (
    | { readonly type: string; readonly expectation_type?: never }
    | { readonly expectation_type: string; readonly type?: never }
  );

/** What every form of a suite may have besides its name. */
interface GivenSuiteBeside {
  readonly expectations: readonly GivenExpectation[];
  readonly meta?: object | null;
  readonly notes?: string | readonly string[] | null;
  readonly id?: string | null;
  readonly ge_cloud_id?: string | null;
  readonly data_asset_type?: string | null;
  readonly suite_parameters?: object | null;
  readonly evaluation_parameters?: object | null;
}

/**
 * A suite to check: in the form of GX 1.x (`name`) or 0.13 (`expectation_suite_name`), or what `suite()` began. Parsed
 * JSON of which TypeScript knows nothing goes through `readSuite` first.
 */
export type GivenSuite = GivenSuiteBeside &
  (
    | { readonly name: string; readonly expectation_suite_name?: never }
    | { readonly expectation_suite_name: string; readonly name?: never }
  );
