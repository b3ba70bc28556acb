import { BUILT_IN } from '../builtin/index.ts';
import type { Expectation } from '../declare/expectation.ts';
import { registry } from '../declare/registry.ts';
import { InvalidSuiteError } from '../errors.ts';
import { plainKwargs } from '../exact/plain.ts';
import { SuiteBuilder } from '../fluent/suite-builder.ts';
import { isNestedDeeper, TOO_DEEP } from '../nesting.ts';
import { readMetrics } from '../plan/read-metrics.ts';
import type { BadRows } from '../result/bad-rows.ts';
import { resultFormat } from '../result/result-format.ts';
import { statisticsOf } from '../result/validation-result.ts';
import type { ValidationResult } from '../result/validation-result.ts';
import { begin } from '../source/engine.ts';
import { openTable } from '../source/open-table.ts';
import type { OpenTable } from '../source/open-table.ts';
import type { Batches } from './bad-rows.ts';
import { limitMemory } from '../source/memory-limit.ts';
import { describeSource } from '../source/source.ts';
import type { LoadedSource, Source } from '../source/source.ts';
import type { Parameters } from '../suite/parameters.ts';
import { readSuite } from '../suite/read-suite.ts';
import type { GivenResultFormat, GivenSuite } from '../suite/suite.ts';
import { evaluate } from './evaluate.ts';
import type { FailedByRows, Measured, Progress } from './evaluate.ts';
import { prepare } from './prepare.ts';
import { notesOf } from '../suite/notes.ts';

/** What `validate` takes. */
export interface ValidateOptions {
  readonly source: Source;
  /** A suite in either of GX's forms, or one that `suite()` began; `readSuite` makes one of JSON of unknown type. */
  readonly suite: GivenSuite;
  /** Your own expectations; one of a built-in type replaces it. */
  readonly expectations?: readonly Expectation[];
  /** Values for the suite's `$PARAMETER`s, over those in the suite itself. */
  readonly parameters?: Parameters;
  /** Other tables that expectations name. */
  readonly tables?: Readonly<Record<string, LoadedSource>>;
  /** BASIC when left out. */
  readonly resultFormat?: GivenResultFormat;
  readonly runName?: string;
  /** How much memory the engine may take, such as `512MB` or `4GiB`; beyond, it spills to disk where it can. */
  readonly memoryLimit?: string;
  /**
   * A file (.csv, .csv.gz, .parquet) for the rows that fail an expectation about rows, with their positions (from 0)
   * in `bad_row` and the reasons in `bad_reasons`; rows that `mostly` tolerates too.
   */
  readonly badRows?: string;
  readonly onProgress?: (progress: Progress) => void;
  /** The clock for `meta`; the machine's when left out. */
  readonly now?: () => Date;
}

/** A table is its only batch. */
const ALWAYS_SHOWN = { count: 1, show: () => Promise.resolve(0) };

type Begun = ReturnType<typeof begin>;

/** Data to check: its name, its location, and how it becomes a table. */
export interface CheckedData {
  readonly described: string;
  readonly source: Source | null;
  readonly open: (begun: Begun) => Promise<
    Measured &
      Pick<OpenTable, 'readings' | 'close'> & {
        /** Writes the rows that failed, where that was asked for. */
        readonly split?: (failed: readonly FailedByRows[]) => Promise<BadRows>;
      }
  >;
}

/** A suite ready for data; throws InvalidSuiteError. */
function readAndPrepare(options: Omit<ValidateOptions, 'source'>, date: Date) {
  const suite = readSuite(options.suite);
  if (isNestedDeeper(options.parameters)) {
    const message = `the parameters given to it are ${TOO_DEEP}.`;
    throw new InvalidSuiteError(suite.name, [{ at: -1, type: '', message }]);
  }
  const known = registry([
    ...BUILT_IN,
    ...(options.suite instanceof SuiteBuilder ? options.suite.own : []),
    ...(options.expectations ?? []),
  ]);
  const parameters = { ...suite.suite_parameters, ...options.parameters };
  return { suite, parameters, prepared: prepare(suite, known, parameters, date.getTime()) };
}

/** Prepares a suite, opens the data, and checks the one against the other. */
export async function checkSuite(
  options: Omit<ValidateOptions, 'source' | 'badRows'>,
  { described, source, open }: CheckedData,
): Promise<ValidationResult> {
  const date = (options.now ?? (() => new Date()))();
  const now = date.toISOString();
  const begun = begin(source);
  const { opened } = await begun;
  let ready: ReturnType<typeof readAndPrepare>;
  try {
    ready = readAndPrepare(options, date);
    if (options.memoryLimit !== undefined) await limitMemory(await opened, options.memoryLimit);
  } catch (error) {
    await (await opened).close();
    throw error;
  }
  const { suite, parameters, prepared } = ready;
  const data = await open(begun);
  const notes = notesOf(suite);
  try {
    const format = resultFormat(options.resultFormat ?? 'BASIC');
    const { results, failed } = await evaluate(
      data,
      prepared,
      format,
      options.onProgress ?? (() => undefined),
    );
    const badRows = await data.split?.(failed);
    return {
      success: results.every(({ success }) => success),
      suite_name: suite.name,
      results,
      statistics: statisticsOf(results),
      suite_parameters: plainKwargs(parameters),
      meta: {
        run_id: { run_name: options.runName ?? null, run_time: now },
        validation_time: now,
        source: described,
        checked_by: '@lf/expectations',
        ...(notes !== null && { suite_notes: notes }),
        ...data.readings(),
        ...(badRows !== undefined && { bad_rows: badRows }),
      },
    };
  } finally {
    await data.close();
  }
}

/** Bad rows as `validate` is asked for them, ready before the data is touched; throws ExpectationsError. */
export async function splitterOf(path: string | undefined, sources: readonly Source[]) {
  if (path === undefined) return null;
  const { badRowsTarget, requireOtherFile, writeBadRows } = await import('./bad-rows.ts');
  const target = badRowsTarget(path);
  await requireOtherFile(target, sources);
  return (batches: Batches, folder: string) => (failed: readonly FailedByRows[]) =>
    writeBadRows(batches, failed, target, folder);
}

/**
 * Checks a suite against data.
 * Throws InvalidSuiteError before the data is touched, UnreadableSourceError when it cannot be opened, and
 * ExpectationsError when the bad rows cannot be written.
 */
export async function validate({
  source,
  badRows,
  ...options
}: ValidateOptions): Promise<ValidationResult> {
  const splitter = await splitterOf(badRows, [source, ...Object.values(options.tables ?? {})]);
  return checkSuite(options, {
    described: describeSource(source),
    source,
    async open(begun) {
      const table = await openTable(source, options.tables, begun);
      const read: Measured['read'] = (wanted, onProgress) => readMetrics(table, wanted, onProgress);
      if (splitter === null) return { ...table, read };
      const folder = (await (await begun).opened).workFolder();
      return { ...table, read, split: splitter({ ...table, ...ALWAYS_SHOWN }, folder) };
    },
  });
}
