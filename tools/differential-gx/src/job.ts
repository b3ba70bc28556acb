import type { ResultFormatOptions } from '@lf/expectations';

/** An expectation of any kwargs. */
export interface Asked {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** What is checked on one table, a Parquet file. */
export interface Part {
  readonly table: string;
  readonly expectations: readonly Asked[];
  readonly result_format: ResultFormatOptions;
}
