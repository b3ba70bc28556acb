import type { Engine } from '../engine/engine.ts';
import { fileLiteral } from '../engine/sql.ts';
import { DROP_REASONS, MOST_VALUES } from './account.ts';
import type { Dropped, DroppedValue, ImportAccount } from './account.ts';
import { IMPORT_ACTIONS } from './map/import-map.ts';

/** What of an account the browsing table itself tells. */
export type EventTotals = Pick<
  ImportAccount,
  'events' | 'actions' | 'sessions' | 'items' | 'withoutItem' | 'firstMs' | 'lastMs'
>;

/** Counts rows by the reason that dropped them, with the most frequent wrong values. */
export async function droppedRows(
  engine: Engine,
  eventPaths: readonly string[],
  others: { readonly badLines: number; readonly repeated: number },
): Promise<readonly Dropped[]> {
  const files = eventPaths.map(fileLiteral).join(', ');
  const found = await engine.rows(
    'counting dropped rows',
    `WITH wrongs AS (
       SELECT reason, wrong, count(*) AS rows FROM read_parquet([${files}])
       WHERE reason IS NOT NULL GROUP BY reason, wrong
     )
     SELECT reason, wrong, rows, sum(rows) OVER (PARTITION BY reason)::BIGINT AS total FROM wrongs
     QUALIFY row_number() OVER (PARTITION BY reason ORDER BY rows DESC, wrong) <= ${MOST_VALUES}
     ORDER BY reason, rows DESC, wrong`,
  );
  const byReason = new Map<string, { rows: number; values: DroppedValue[] }>();
  for (const { reason, wrong, rows, total } of found) {
    const known = byReason.get(String(reason)) ?? { rows: Number(total), values: [] };
    byReason.set(String(reason), known);
    if (typeof wrong === 'string') known.values.push({ value: wrong, rows: Number(rows) });
  }
  byReason.set('unreadable_line', { rows: others.badLines, values: [] });
  byReason.set('repeated', { rows: others.repeated, values: [] });
  return Object.keys(DROP_REASONS)
    .filter((reason): reason is keyof typeof DROP_REASONS => reason in DROP_REASONS)
    .map((reason) => ({ reason, rows: 0, values: [], ...byReason.get(reason) }))
    .filter(({ rows }) => rows > 0);
}

/** Counts events, sessions and items of a browsing table whose sessions are each in one piece. */
export async function eventTotals(engine: Engine, path: string): Promise<EventTotals> {
  const doing = 'counting events';
  const table = `read_parquet(${fileLiteral(path)})`;
  const byAction = await engine.rows(
    doing,
    `SELECT coalesce(product_action, 'view') AS action, count(*) AS rows FROM ${table} GROUP BY 1`,
  );
  const rows = new Map(byAction.map((row) => [String(row['action']), Number(row['rows'])]));
  const [totals] = await engine.rows(
    doing,
    `SELECT count(*) AS events,
       count(*) FILTER (isNew) AS sessions,
       count(DISTINCT product_sku_hash) AS items,
       count(*) FILTER (product_action IS NOT NULL AND product_sku_hash IS NULL) AS withoutItem,
       min(ms) AS firstMs, max(ms) AS lastMs
     FROM (
       SELECT product_action, product_sku_hash, server_timestamp_epoch_ms AS ms,
         session_id_hash IS DISTINCT FROM lag(session_id_hash) OVER () AS isNew FROM ${table}
     )`,
  );
  const total = (name: string): number => Number(totals?.[name] ?? 0);
  const [detail, add, remove, purchase, view] = IMPORT_ACTIONS.map(
    (action) => rows.get(action) ?? 0,
  );
  return {
    events: total('events'),
    actions: {
      detail: detail ?? 0,
      add: add ?? 0,
      remove: remove ?? 0,
      purchase: purchase ?? 0,
      view: view ?? 0,
    },
    sessions: total('sessions'),
    items: total('items'),
    withoutItem: total('withoutItem'),
    firstMs: total('firstMs'),
    lastMs: total('lastMs'),
  };
}
