import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { copyToParquet, fileLiteral } from '../engine/sql.ts';

const MS_PER_MINUTE = 60_000;

export interface CutSessions {
  /** The browsing table. */
  readonly path: string;
  /** Ids of visitors and sessions as they were given, before pauses cut them. */
  readonly givenIds: number;
}

/**
 * Sorts mapped events by visitor, session and time, and cuts where a pause is longer than allowed.
 *
 * Ids stay as they are where one pause-free session has one: behind a pause `/2`, `/3` follows, and a visitor and a
 * session are joined by `/`. A `/` or `%` of an id is written %2F or %25, so that two sessions never share an id.
 *
 * @param eventPaths what `readEvents` wrote, in the order of the files, which decides ties in time.
 */
export async function cutSessions(
  engine: Engine,
  eventPaths: readonly string[],
  idleMinutes: number,
): Promise<CutSessions> {
  const sorted = join(engine.directory, 'sorted.parquet');
  const path = join(engine.directory, 'browsing_train.parquet');
  const files = eventPaths.map(fileLiteral).join(', ');
  await engine.run(
    'sorting the events',
    copyToParquet(
      `SELECT visitor, session, ms, action, item, url
       FROM read_parquet([${files}], file_row_number = true)
       WHERE reason IS NULL
       ORDER BY visitor, session, ms, file_index, file_row_number`,
      sorted,
    ),
  );
  const events = `read_parquet(${fileLiteral(sorted)})`;
  const [given] = await engine.rows(
    'looking at the ids',
    `SELECT coalesce(bool_or(visitor <> ''), false) AS hasVisitor,
       coalesce(bool_or(session <> ''), false) AS hasSession FROM ${events}`,
  );
  const both = given?.['hasVisitor'] === true && given['hasSession'] === true;
  const id = both
    ? `${encoded('visitor')} || '/' || ${encoded('session')}`
    : encoded(given?.['hasVisitor'] === true ? 'visitor' : 'session');
  // Windows without a partition stream: no session is held in memory
  const idleMs = Math.round(idleMinutes * MS_PER_MINUTE);
  const marked = `
    SELECT *, ms - lag(ms) OVER () > ${idleMs} AS isLate,
      visitor IS DISTINCT FROM lag(visitor) OVER () OR session IS DISTINCT FROM lag(session) OVER () AS isNew
    FROM ${events}`;
  const counted = `
    SELECT *, sum((isNew OR isLate)::INTEGER) OVER (ROWS UNBOUNDED PRECEDING) AS begun FROM (${marked})`;
  const numbered = `
    SELECT *, begun - max(CASE WHEN isNew THEN begun END) OVER (ROWS UNBOUNDED PRECEDING) + 1 AS part
    FROM (${counted})`;
  await engine.run(
    'cutting the sessions',
    copyToParquet(
      `SELECT
         CASE part WHEN 1 THEN ${id} ELSE ${id} || '/' || part::BIGINT END AS session_id_hash,
         CASE action WHEN 'view' THEN 'pageview' ELSE 'event_product' END AS event_type,
         CASE WHEN action <> 'view' THEN action END AS product_action,
         item AS product_sku_hash,
         ms AS server_timestamp_epoch_ms,
         url AS hashed_url
       FROM (${numbered})`,
      path,
    ),
  );
  const [ids] = await engine.rows(
    'counting ids',
    `SELECT count(*) FILTER (isNew) AS ids FROM (${marked})`,
  );
  return { path, givenIds: Number(ids?.['ids'] ?? 0) };
}

function encoded(column: string): string {
  return `replace(replace(${column}, '%', '%25'), '/', '%2F')`;
}
