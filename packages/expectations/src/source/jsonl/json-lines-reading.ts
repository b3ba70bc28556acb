/** How files of JSON Lines were read, in a result's meta. */
export interface JsonLinesReading {
  readonly rows: number;
  /** DuckDB types by column; VARIANT where values are of several kinds, lists or objects. */
  readonly columns: Readonly<Record<string, string>>;
  readonly files: readonly {
    readonly file: string;
    readonly rows: number;
    /** `none`, `gzip`, `zstd`, `zip`, or two of them. */
    readonly compression: string;
  }[];
}
