import { withEngine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { fileLiteral, literal } from '../engine/sql.ts';
import { ACTIONS } from '@lf/contract';
import { readGrouped } from './read-grouped.ts';
import type { ItemSessions, Sessions } from './sessions.ts';

export interface ReadSessionsOptions {
  readonly engine?: EngineOptions;
  readonly onProgress?: OnProgress;
}

/** product_action -> code; a row without one is a plain page view. */
export const ACTION_CODE_SQL = `CASE product_action ${ACTIONS.map(
  (action, code) => `WHEN '${action}' THEN ${code}`,
)
  .slice(2, -1)
  .join(' ')} ELSE ${ACTIONS.indexOf('view')} END`;

/**
 * Reads the events that `transformIntent` wrote into columns, sessions ordered by start, then by id.
 *
 * @param path local path of the sorted Parquet file.
 * @throws EngineError if the file is not such a table.
 */
export async function readSessions(
  path: string,
  options: ReadSessionsOptions = {},
): Promise<Sessions> {
  return withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const { offsets, values, startMs } = await readGrouped(
      engine,
      { path, value: `(${ACTION_CODE_SQL})::UTINYINT` },
      (length) => new Uint8Array(length),
      options.onProgress,
    );
    return { offsets, actions: values, startMs };
  });
}

/**
 * Reads the events that `transformRec` wrote into columns, sessions ordered by start, then by id.
 *
 * @param path local path of the sorted Parquet file.
 * @throws EngineError if the file is not such a table.
 */
export async function readItemSessions(
  path: string,
  options: ReadSessionsOptions = {},
): Promise<ItemSessions> {
  return withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const vocabulary: string[] = [];
    const skus = engine.chunks(
      'listing the items',
      `SELECT product_sku_hash FROM read_parquet(${fileLiteral(path)})
       GROUP BY product_sku_hash ORDER BY count(*) DESC, product_sku_hash`,
    );
    for await (const chunk of skus) vocabulary.push(...chunk.getColumnValues(0).map(String));
    // An enum's codes are the ranks of its values, and looking them up keeps the rows in order.
    await engine.run(
      'numbering the items',
      `CREATE TYPE item AS ENUM (${vocabulary.map(literal).join(', ')})`,
    );
    const { offsets, values, startMs } = await readGrouped(
      engine,
      { path, value: 'enum_code(product_sku_hash::item)::UINTEGER' },
      (length) => new Uint32Array(length),
      options.onProgress,
    );
    return { offsets, items: values, startMs, vocabulary };
  });
}
