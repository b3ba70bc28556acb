import { literal } from '../../engine/sql.ts';
import type { TimeRule } from './import-map.ts';
import { offsetMinutes } from './parse-import-map.ts';

const MS_PER_MINUTE = 60_000;

/** How many of a unit make a millisecond, or how many milliseconds one is. */
const UNITS = {
  s: { times: 1000, per: 1 },
  ms: { times: 1, per: 1 },
  us: { times: 1, per: 1000 },
  ns: { times: 1, per: 1_000_000 },
} as const;

const WHOLE = '[+-]?[0-9]{1,30}';
const NUMBER = String.raw`[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?`;

/** Date, clock, fraction of a second and zone; the last three may be left out. */
const ISO = String.raw`^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)(?:[.,]([0-9]{1,12}))?)?(?: ?(Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?$`;

/**
 * SQL that turns text into milliseconds since 1970, UTC: whole, cut off where text is finer, rounded where a number is.
 *
 * NULL if it is no time; -1, which no shop's clock shows, where it is a number too large to be one.
 *
 * @param text SQL of the trimmed text
 */
export function timeSql(text: string, { unit = 'iso', format, zone = 'UTC' }: TimeRule): string {
  if (format !== undefined) {
    return inZone(`try_strptime(${text}, ${literal(format)})`, zone);
  }
  if (unit !== 'iso') return numberSql(text, UNITS[unit]);
  const parts = `regexp_extract(${text}, ${literal(ISO)}, ['day', 'clock', 'fraction', 'zone'])`;
  const moment = `TRY_CAST(p.day || ' ' || CASE length(p.clock) WHEN 0 THEN '00:00:00' WHEN 5 THEN p.clock || ':00' ELSE p.clock END AS TIMESTAMP)`;
  const offset = `CASE WHEN starts_with(p.zone, '-') THEN -1 ELSE 1 END
    * (p.zone[2:3]::INTEGER * 60 + coalesce(TRY_CAST(regexp_extract(p.zone[4:], '[0-9]+') AS INTEGER), 0)) * ${MS_PER_MINUTE}`;
  const whole = `CASE WHEN p.zone = '' THEN ${inZone(moment, zone)}
    WHEN p.zone IN ('Z', 'UTC', 'GMT') THEN epoch_ms(${moment})
    ELSE epoch_ms(${moment}) - ${offset} END`;
  const fraction = `coalesce(TRY_CAST(rpad(p.fraction[1:3], 3, '0') AS INTEGER), 0)`;
  return `list_transform([${parts}], lambda p: CASE WHEN p.day <> '' THEN ${whole} + ${fraction} END)[1]`;
}

function numberSql(text: string, { times, per }: (typeof UNITS)[keyof typeof UNITS]): string {
  const whole = `TRY_CAST(${text} AS HUGEINT)${times === 1 ? '' : ` * ${times}`}${per === 1 ? '' : ` // ${per}`}`;
  const rounded = `round(TRY_CAST(${text} AS DOUBLE)${times === 1 ? '' : ` * ${times}`}${per === 1 ? '' : ` / ${per}`})`;
  return `CASE
    WHEN regexp_full_match(${text}, ${literal(WHOLE)}) THEN coalesce(TRY_CAST(${whole} AS BIGINT), -1)
    WHEN regexp_full_match(${text}, ${literal(NUMBER)}) THEN coalesce(TRY_CAST(${rounded} AS BIGINT), -1)
  END`;
}

function inZone(moment: string, zone: string): string {
  const offset = zone === 'UTC' ? 0 : offsetMinutes(zone);
  if (offset === undefined) return `epoch_ms(timezone(${literal(zone)}, ${moment}))`;
  return `(epoch_ms(${moment}) - ${offset * MS_PER_MINUTE})`;
}
