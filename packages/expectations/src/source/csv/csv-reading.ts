import { isDeepStrictEqual } from 'node:util';

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
  /** Where they are not those of the table. */
  readonly null_texts?: readonly string[];
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

/** Readings of parts of one table as one; null for none. */
export function togetherRead(readings: readonly CsvReading[]): CsvReading | null {
  const [first] = readings;
  if (first === undefined) return null;
  return {
    ...first,
    rows: readings.reduce((sum, { rows }) => sum + rows, 0),
    files: readings.flatMap(({ files, null_texts }) =>
      isDeepStrictEqual(null_texts, first.null_texts)
        ? files
        : files.map((file) => ({ ...file, null_texts })),
    ),
  };
}
