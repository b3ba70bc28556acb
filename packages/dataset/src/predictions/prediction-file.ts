import { withEngine, type EngineOptions } from '../engine/engine.ts';
import { copyToParquet, literal } from '../engine/sql.ts';
import { InvalidOptionError } from '../errors.ts';
import { writeAtomically } from '../store/atomic-write.ts';

/** What a column of predictions holds; every value may be null. */
export type PredictionKind = 'text' | 'count' | 'number' | 'flag' | 'texts' | 'numbers';

export type PredictionColumns = Readonly<Record<string, PredictionKind>>;

/** Values of some rows, column by column, in the order of the file's columns. */
export type PredictionRows = readonly (readonly PredictionValue[])[];

export type PredictionValue =
  string | number | boolean | null | readonly string[] | readonly number[];

/** How a file of predictions ends says how it is written. */
export const PREDICTION_FORMATS = ['parquet', 'csv'] as const;
export type PredictionFormat = (typeof PREDICTION_FORMATS)[number];

export interface WritePredictionsOptions {
  /** Ends with .parquet or .csv; a file that is there is replaced as a whole. */
  readonly path: string;
  readonly columns: PredictionColumns;
  readonly engine?: EngineOptions;
  /** Ends the writing; its reason is thrown and no file is left. */
  readonly signal?: AbortSignal;
}

/**
 * Writes predictions of any number to one Parquet or CSV file; in CSV a list is JSON text.
 *
 * @param produce makes the rows and hands them to `add`, one call after the other
 * @returns what `produce` returns
 * @throws InvalidOptionError, StorageError, DiskFullError, EngineError, and what `produce` throws; then nothing is left.
 */
export async function writePredictions<Result>(
  options: WritePredictionsOptions,
  produce: (add: (rows: PredictionRows) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { path, columns, signal } = options;
  const format = PREDICTION_FORMATS.find((ending) => path.endsWith(`.${ending}`));
  if (format === undefined) {
    throw new InvalidOptionError('path', path, 'a name that ends with .parquet or .csv');
  }
  return withEngine(options.engine ?? {}, { writes: [path] }, async (engine) => {
    const interrupt = () => engine.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      const { PredictionParts } = await import('./prediction-parts.ts');
      const parts = new PredictionParts(engine, columns);
      const result = await produce((rows) => parts.add(rows));
      const query = await parts.end(format);
      await writeAtomically(path, async (hiddenPath) => {
        await engine.run(
          `writing ${path}`,
          format === 'parquet'
            ? copyToParquet(query, hiddenPath)
            : `COPY (${query}) TO ${literal(hiddenPath)} (FORMAT csv, HEADER)`,
        );
        signal?.throwIfAborted();
      });
      return result;
    } catch (error) {
      // A statement that was interrupted fails in the engine's words
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  });
}
