/** How one CSV file was read. */
export interface CsvFileReading {
  readonly file: string;
  /** Rows, the header not counted. */
  readonly rows: number;
  readonly delimiter: string;
  readonly quote: string | null;
  readonly escape: string | null;
  readonly header: boolean;
  readonly encoding: string;
  /** `none`, `gzip`, `zstd`, `zip`, or two of them: `gzip twice`, `gzip in zip`. */
  readonly compression: string;
}

/** How CSV files were read, in a result's meta. */
export interface CsvReading {
  readonly rows: number;
  /** DuckDB types by column. */
  readonly columns: Readonly<Record<string, string>>;
  /** What means that a value is missing. */
  readonly null_texts: readonly string[];
  readonly files: readonly CsvFileReading[];
}
