import type { Engine } from '../engine/engine.ts';
import { fileLiteral } from '../engine/sql.ts';
import { LongSessionsError } from './transform-errors.ts';

/** What to do with sessions longer than the limit: refuse the table, or leave these sessions out. */
export const LONG_SESSION_RULES = ['error', 'drop'] as const;
export type LongSessionRule = (typeof LONG_SESSION_RULES)[number];

/** Enough of them to recognise a pattern. */
const MAX_LISTED = 20;

/**
 * Finds the sessions with more than `limit` rows.
 *
 * Counts by 64-bit hash first: a few bytes a session, however long the ids; the suspects are counted by id.
 *
 * @param rows the table's rows as an SQL relation.
 * @returns a query for the ids to leave out, undefined if there are none.
 * @throws LongSessionsError if the rule is 'error' and there are such sessions.
 */
export async function findLongSessions(
  engine: Engine,
  rows: string,
  limit: number,
  rule: LongSessionRule,
): Promise<
  { readonly sessions: number; readonly events: number; readonly ids: string } | undefined
> {
  const long = `
    SELECT session_id_hash, count(*) AS events
    FROM ${rows} SEMI JOIN (
      SELECT hash(session_id_hash) AS h FROM ${rows} GROUP BY h HAVING count(*) > ${limit}
    ) AS suspects ON hash(session_id_hash) = suspects.h
    GROUP BY session_id_hash HAVING count(*) > ${limit}`;
  const doing = 'looking for long sessions';
  await engine.run(doing, `CREATE TEMP TABLE long_sessions AS ${long}`);
  const [total] = await engine.rows(
    doing,
    'SELECT count(*) AS sessions, coalesce(sum(events), 0)::BIGINT AS events FROM long_sessions',
  );
  const sessions = Number(total?.['sessions'] ?? 0);
  if (sessions === 0) return undefined;
  if (rule === 'error') {
    const longest = await engine.rows(
      doing,
      `SELECT session_id_hash, events FROM long_sessions ORDER BY events DESC, session_id_hash LIMIT ${MAX_LISTED}`,
    );
    throw new LongSessionsError(
      longest.map((row) => ({
        sessionId: String(row['session_id_hash']),
        events: Number(row['events']),
      })),
      sessions,
      limit,
    );
  }
  return {
    sessions,
    events: Number(total?.['events'] ?? 0),
    ids: 'SELECT session_id_hash FROM long_sessions',
  };
}

/** Rows of a Parquet file with their number in the file. */
export function numberedRows(parquetPath: string): string {
  return `read_parquet(${fileLiteral(parquetPath)}, file_row_number = true)`;
}
