/** What `validate` wrote of rows that fail, in a result's meta. */
export interface BadRows {
  readonly file: string;
  readonly rows: number;
  /** Expectations whose failing rows could not be told again, in words; left out where there are none. */
  readonly left_out?: readonly string[];
}
