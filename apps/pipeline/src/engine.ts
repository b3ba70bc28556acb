import type { EngineOptions, OnProgress } from '@lf/dataset';
import type { Progress } from '@lf/flow';

const BYTES_PER_MB = 2 ** 20;

/** The settings of DuckDB as the data set's functions take them. */
export function engineOptions({
  memoryLimitMb,
}: {
  readonly memoryLimitMb: number;
}): EngineOptions {
  return { memoryLimitBytes: memoryLimitMb * BYTES_PER_MB };
}

/** Hands the data set's progress on to the step's. */
export function progressTo(context: { progress(progress: Progress): void }): OnProgress {
  return ({ stage, table, bytes, totalBytes }) => {
    const megabytes = (value: number) => Math.round(value / 1e6);
    context.progress({
      done: megabytes(bytes),
      total: megabytes(totalBytes),
      unit: 'MB',
      message: table === undefined ? stage : `${stage} ${table}`,
    });
  };
}
