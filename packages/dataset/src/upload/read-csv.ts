import { identifier, literal } from '../engine/sql.ts';
import type { Source } from './probe-source.ts';

/**
 * The most faulty lines that DuckDB records; a report shows far fewer and says "at least" from here on.
 *
 * Each record takes about 300 bytes: 30 MB at worst.
 */
export const MOST_RECORDED_REJECTS = 100_000;

/**
 * A table function over a source's raw fields, all VARCHAR, an empty field NULL.
 *
 * @param recordRejects whether lines that are no rows go to the table `reject_errors`; else they fail the query.
 */
export function readCsv(source: Source, recordRejects: boolean): string {
  const columns = source.table.columns.map((column) => `${identifier(column.name)}: 'VARCHAR'`);
  const options = [
    'header = true',
    'auto_detect = false',
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    `compression = '${source.isGzip ? 'gzip' : 'none'}'`,
    `columns = {${columns.join(', ')}}`,
    ...(recordRejects ? ['store_rejects = true', `rejects_limit = ${MOST_RECORDED_REJECTS}`] : []),
  ];
  return `read_csv(${literal(source.path)}, ${options.join(', ')})`;
}
