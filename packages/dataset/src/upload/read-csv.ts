import { identifier, literal } from '../engine/sql.ts';
import type { Source } from './probe-source.ts';

/**
 * The most faulty lines that DuckDB records; a report shows far fewer and says "at least" from here on.
 *
 * Each record takes about 300 bytes: 3 MB at worst.
 */
export const MOST_RECORDED_REJECTS = 10_000;

/**
 * What to do with lines that are no rows: fail the query, leave them out, or leave them out and list them in the
 * table `reject_errors`, which takes microseconds a line.
 */
export type RejectRule = 'fail' | 'skip' | 'record';

const REJECT_OPTIONS: Readonly<Record<RejectRule, readonly string[]>> = {
  fail: [],
  skip: ['ignore_errors = true'],
  record: ['store_rejects = true', `rejects_limit = ${MOST_RECORDED_REJECTS}`],
};

/** A table function over a source's raw fields, all VARCHAR, an empty field NULL. */
export function readCsv(source: Source, rejects: RejectRule): string {
  const columns = source.table.columns.map((column) => `${identifier(column.name)}: 'VARCHAR'`);
  const options = [
    'header = true',
    'auto_detect = false',
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    `compression = '${source.isGzip ? 'gzip' : 'none'}'`,
    `columns = {${columns.join(', ')}}`,
    ...REJECT_OPTIONS[rejects],
  ];
  return `read_csv(${literal(source.path)}, ${options.join(', ')})`;
}
