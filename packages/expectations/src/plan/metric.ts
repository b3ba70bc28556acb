/**
 * A number (or any value) that an expectation needs from the data.
 * `aggregate`: an SQL aggregate over the rows; all of a suite's aggregates are read in one scan.
 * `query`: a query of its own. `{rows}` in it stands for the rows in question (a relation to put
 * after FROM) and `{numbered}` for the same rows with their position in the column ROW_NUMBER.
 */
export type Metric =
  | { readonly kind: 'aggregate'; readonly sql: string }
  | {
      readonly kind: 'query';
      readonly sql: (rows: RowsInQuestion) => string;
      readonly merge?: QueryMerge;
      /** SQL of the suite's author within it, which must be one SELECT of tables. */
      readonly given?: GivenSql;
    };

/** SQL that a suite gives: `what` it is called in messages. */
export interface GivenSql {
  readonly what: string;
  readonly sql: (rows: RowsInQuestion) => string;
}

/** How a query is answered for partitions of a table: each by itself, then all together. */
export interface QueryMerge {
  /** What is read of each partition; the query itself when left out. */
  readonly parts?: (rows: RowsInQuestion) => string;
  /** The answer; `parts` is the relation of all that was read, partition after partition. */
  readonly whole: (parts: string) => string;
}

/** Metrics by the names under which `judge` asks for them. */
export type Metrics = Readonly<Record<string, Metric>>;

/** Relations to put after FROM. */
export interface RowsInQuestion {
  readonly rows: string;
  /** The same rows with their position in the table, from 0, in the column ROW_NUMBER. */
  readonly numbered: string;
}

/** The column that holds a row's position in `numbered`. */
export const ROW_NUMBER = '"__lf_row"';

/** An aggregate expression, such as `count(DISTINCT "id")`. */
export function aggregate(sql: string): Metric {
  return { kind: 'aggregate', sql };
}

/** A query of its own; without `merge` it is not answered for partitions. */
export function query(sql: (rows: RowsInQuestion) => string, merge?: QueryMerge): Metric {
  return { kind: 'query', sql, ...(merge !== undefined && { merge }) };
}

/** A query around SQL that the suite gives; it is answered only if that is one SELECT of tables. */
export function queryOfGiven(sql: (rows: RowsInQuestion) => string, given: GivenSql): Metric {
  return { kind: 'query', sql, given };
}
