import { literal } from '../../engine/sql.ts';
import { EARLIEST_MS, LATEST_MS } from '../../schema/column-sql.ts';
import { MAX_VALUE_LENGTH } from '../../upload/row-problems.ts';
import type { DropReason } from '../account.ts';
import type { FieldSql } from './field-sql.ts';
import { IMPORT_ACTIONS } from './import-map.ts';
import type { ActionRule, SourceMap } from './import-map.ts';
import { timeSql } from './time-sql.ts';

/**
 * SQL of one file's rows as events, every row in its order: those that are dropped have the `reason`, the `wrong`
 * value if a value is at fault, and nothing else.
 */
export function eventSql(fields: FieldSql, source: SourceMap): string {
  const { times = {}, where = [] } = source;
  const conditions = where.flatMap(({ field, in: some, notIn: none }, at) => {
    const value = fields.text(field, `where[${at}].field`);
    return [
      ...(some === undefined ? [] : [`coalesce(${isOneOf(value, some)}, false)`]),
      ...(none === undefined ? [] : [`NOT coalesce(${isOneOf(value, none)}, false)`]),
    ];
  });
  const texts = `
    SELECT
      ${fields.text(source.visitor, 'visitor')} AS visitor,
      ${fields.text(source.session, 'session')} AS session,
      ${fields.text(source.time, 'time')} AS time,
      ${times.plusMs === undefined ? "'0'" : `coalesce(${fields.text(times.plusMs, 'times.plusMs')}, '0')`} AS plus,
      ${fields.text(source.action, 'action')} AS value,
      ${fields.text(source.item, 'item')} AS item,
      ${fields.text(source.url, 'url')} AS url,
      ${conditions.length === 0 ? 'true' : conditions.join(' AND ')} AS isWanted,
      ${fields.isRow} AS isRow
    FROM ${fields.rows}`;
  const typed = `
    SELECT visitor, session, item, url, value, time, isWanted, isRow,
      ${timeSql('time', times)} + TRY_CAST(plus AS BIGINT) AS ms,
      ${actionSql(source)} AS action
    FROM (${texts})`;
  const known =
    source.viewsOfItems === 'detail'
      ? `SELECT * REPLACE (CASE WHEN action = 'view' AND item IS NOT NULL THEN 'detail' ELSE action END AS action)
         FROM (${typed})`
      : typed;
  const cut = (text: string): string => `${text}[1:${MAX_VALUE_LENGTH}]`;
  const reasons = `
    SELECT *, CASE ${reasonCases.join(' ')} END AS reason
    FROM (${known})`;
  const kept = (column: string): string => `CASE WHEN reason IS NULL THEN ${column} END`;
  return `
    SELECT
      ${kept("coalesce(visitor, '')")} AS visitor,
      ${kept("coalesce(session, '')")} AS session,
      ${kept('ms')} AS ms,
      ${kept('action')} AS action,
      ${kept("CASE WHEN action <> 'view' THEN item END")} AS item,
      ${kept('url')} AS url,
      reason,
      CASE WHEN reason IN ('unknown_action', 'dropped_action') THEN ${cut("coalesce(value, '')")}
        WHEN reason IN ('wrong_time', 'absurd_time') THEN ${cut('time')} END AS wrong
    FROM (${reasons})`;
}

/** The first that holds is the reason. */
const REASONS: readonly (readonly [condition: string, reason: DropReason])[] = [
  ['NOT isRow', 'invalid_json'],
  ['NOT isWanted', 'filtered'],
  ["action = 'drop'", 'dropped_action'],
  ['action IS NULL', 'unknown_action'],
  ['visitor IS NULL AND session IS NULL', 'no_session'],
  ['time IS NULL', 'no_time'],
  ['ms IS NULL', 'wrong_time'],
  [`ms NOT BETWEEN ${EARLIEST_MS} AND ${LATEST_MS - 1}`, 'absurd_time'],
];
const reasonCases = REASONS.map(([condition, reason]) => `WHEN ${condition} THEN '${reason}'`);

/** The action in our words, `drop`, or NULL for a value that the map does not know and drops. */
function actionSql({ actions, otherActions = 'drop' }: SourceMap): string {
  const rules: readonly (readonly [string, ActionRule])[] =
    actions === undefined
      ? IMPORT_ACTIONS.map((action) => [action, action] as const)
      : Object.entries(actions);
  const other = otherActions === 'drop' ? 'NULL' : literal(otherActions);
  if (rules.length === 0) return `${other}::VARCHAR`;
  const cases = rules.map(([value, action]) => `WHEN ${literal(value)} THEN ${literal(action)}`);
  return `CASE value ${cases.join(' ')} ELSE ${other} END`;
}

function isOneOf(value: string, list: readonly string[]): string {
  return list.length === 0 ? 'false' : `${value} IN (${list.map(literal).join(', ')})`;
}
