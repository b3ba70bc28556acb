import { BUILT_IN } from '../builtin/index.ts';
import type { Expectation } from '../declare/expectation.ts';
import { registry } from '../declare/registry.ts';
import { SuiteBuilder } from '../fluent/suite-builder.ts';
import { readMetrics } from '../plan/read-metrics.ts';
import { resultFormat } from '../result/result-format.ts';
import { statisticsOf } from '../result/validation-result.ts';
import type { ValidationResult } from '../result/validation-result.ts';
import { openTable } from '../source/open-table.ts';
import { describeSource } from '../source/source.ts';
import type { LoadedSource, Source } from '../source/source.ts';
import type { Parameters } from '../suite/parameters.ts';
import { readSuite } from '../suite/read-suite.ts';
import type { GivenResultFormat } from '../suite/suite.ts';
import { evaluate } from './evaluate.ts';
import type { Measured, Progress } from './evaluate.ts';
import { prepare } from './prepare.ts';

/** What `validate` takes. */
export interface ValidateOptions {
  readonly source: Source;
  /** A suite in either of GX's forms, as parsed JSON, or one that `suite()` began. */
  readonly suite: unknown;
  /** Your own expectations; one of a built-in type replaces it. */
  readonly expectations?: readonly Expectation[];
  /** Values for the suite's `$PARAMETER`s, over those in the suite itself. */
  readonly parameters?: Parameters;
  /** Other tables that expectations name. */
  readonly tables?: Readonly<Record<string, LoadedSource>>;
  /** BASIC when left out. */
  readonly resultFormat?: GivenResultFormat;
  readonly runName?: string;
  readonly onProgress?: (progress: Progress) => void;
  /** The clock for `meta`; the machine's when left out. */
  readonly now?: () => Date;
}

/** Prepares a suite, opens the data, and checks the one against the other. */
export async function checkSuite(
  options: Omit<ValidateOptions, 'source'>,
  source: string,
  open: () => Promise<Measured & { close(): void }>,
): Promise<ValidationResult> {
  const suite = readSuite(options.suite);
  const known = registry([
    ...BUILT_IN,
    ...(options.suite instanceof SuiteBuilder ? options.suite.own : []),
    ...(options.expectations ?? []),
  ]);
  const date = (options.now ?? (() => new Date()))();
  const now = date.toISOString();
  const parameters = { ...suite.suite_parameters, ...options.parameters };
  const prepared = prepare(suite, known, parameters, date.getTime());
  const data = await open();
  try {
    const format = resultFormat(options.resultFormat ?? 'BASIC');
    const results = await evaluate(data, prepared, format, options.onProgress ?? (() => undefined));
    return {
      success: results.every(({ success }) => success),
      suite_name: suite.name,
      results,
      statistics: statisticsOf(results),
      suite_parameters: parameters,
      meta: {
        run_id: { run_name: options.runName ?? null, run_time: now },
        validation_time: now,
        source,
        checked_by: '@lf/expectations',
      },
    };
  } finally {
    data.close();
  }
}

/**
 * Checks a suite against data.
 * Throws InvalidSuiteError before the data is touched, UnreadableSourceError when it cannot be opened.
 */
export async function validate({ source, ...options }: ValidateOptions): Promise<ValidationResult> {
  return checkSuite(options, describeSource(source), async () => {
    const table = await openTable(source, options.tables);
    return { ...table, read: (wanted, onProgress) => readMetrics(table, wanted, onProgress) };
  });
}
