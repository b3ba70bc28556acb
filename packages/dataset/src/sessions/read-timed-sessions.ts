import { join } from 'node:path';
import { withEngine } from '../engine/engine.ts';
import { copyToParquet, fileLiteral } from '../engine/sql.ts';
import { numberedRows } from '../transform/long-sessions.ts';
import { readGrouped } from './read-grouped.ts';
import { ACTION_CODE_SQL, type ReadSessionsOptions } from './read-sessions.ts';
import type { TimedSessions } from './sessions.ts';

/** Blanks around a SKU do not count, as `/predict` reads it. */
const SKU_SQL = "nullif(trim(product_sku_hash), '')";

/** Products of a session are numbered from 1 in the order of their SKUs: the same number is the same product. */
const PRODUCT_SQL = `
  CASE WHEN ${SKU_SQL} IS NULL THEN 0
  ELSE dense_rank() OVER (PARTITION BY session_id_hash ORDER BY ${SKU_SQL} NULLS LAST) END`;

/**
 * Reads the sessions of `readSessions` with the time and the product of each event, in the same order.
 *
 * @param of.events local path of what `transformIntent` wrote: its sessions are read
 * @param of.browsing local path of the stored browsing_train.parquet that it was made of
 * @throws DiskFullError, EngineError
 */
export async function readTimedSessions(
  of: { readonly events: string; readonly browsing: string },
  options: ReadSessionsOptions = {},
): Promise<TimedSessions> {
  const reads = [of.events, of.browsing];
  return withEngine(options.engine ?? {}, { reads }, async (engine) => {
    const path = join(engine.directory, 'timed.parquet');
    const query = `
      SELECT session_id_hash, (${ACTION_CODE_SQL})::UTINYINT AS code, (${PRODUCT_SQL})::DOUBLE AS product,
        server_timestamp_epoch_ms
      FROM ${numberedRows(of.browsing)}
      SEMI JOIN read_parquet(${fileLiteral(of.events)}) AS kept USING (session_id_hash)
      ORDER BY session_id_hash, server_timestamp_epoch_ms, file_row_number`;
    await engine.run('sorting times and products', copyToParquet(query, path));
    const { offsets, values, startMs, others } = await readGrouped(
      engine,
      { path, value: 'code', others: ['server_timestamp_epoch_ms::DOUBLE', 'product'] },
      (length) => new Uint8Array(length),
      options.onProgress,
    );
    const [timesMs = new Float64Array(0), products = new Float64Array(0)] = others;
    return { offsets, actions: values, startMs, timesMs, products };
  });
}
