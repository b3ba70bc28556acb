import type { FieldRule, ImportMap, SourceMap, TimeRule } from '../../src/import/index.ts';
import type { ShortEvent } from './imported.ts';

/** A row as a plain record; a column that is not there is undefined. */
export type PlainRow = Readonly<Record<string, string | undefined>>;

export interface ReferenceImport {
  readonly events: readonly ShortEvent[];
  /** Rows by the reason that dropped them. */
  readonly dropped: Readonly<Record<string, number>>;
}

interface Mapped {
  readonly visitor: string;
  readonly session: string;
  readonly ms: number;
  readonly action: string;
  readonly item: string | null;
  readonly url: string | null;
}

/** The whole import written row by row, as the documentation says it, without an engine. */
export function referenceImport(rows: readonly PlainRow[], map: ImportMap): ReferenceImport {
  const dropped: Record<string, number> = {};
  const drop = (reason: string): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  const [source] = map.sources;
  if (source === undefined) throw new Error('the map has no source');
  const mapped = rows.flatMap((row): Mapped[] => {
    const found = mapRow(row, source);
    if (typeof found !== 'string') return [found];
    drop(found);
    return [];
  });
  const sorted = mapped
    .map((event, at) => ({ event, at }))
    .sort(
      (a, b) =>
        inBytes(a.event.visitor, b.event.visitor) ||
        inBytes(a.event.session, b.event.session) ||
        a.event.ms - b.event.ms ||
        a.at - b.at,
    )
    .map(({ event }) => event);
  const hasBoth =
    sorted.some(({ visitor }) => visitor !== '') && sorted.some(({ session }) => session !== '');
  const idleMs = (map.idleMinutes ?? 30) * 60_000;
  let part = 1;
  let before: Mapped | undefined;
  const seen = new Set<string>();
  const events: ShortEvent[] = [];
  for (const event of sorted) {
    const isSame = before?.visitor === event.visitor && before.session === event.session;
    if (!isSame) part = 1;
    else if (before !== undefined && event.ms - before.ms > idleMs) part++;
    before = event;
    const names = hasBoth ? [event.visitor, event.session] : [event.visitor || event.session];
    const id = [...names.map(encoded), ...(part === 1 ? [] : [String(part)])].join('/');
    const short: ShortEvent = [id, event.action, event.item, event.ms, event.url];
    const key = JSON.stringify(short);
    if (map.duplicates !== 'keep' && seen.has(key)) drop('repeated');
    else events.push(short);
    seen.add(key);
  }
  return { events, dropped };
}

function mapRow(row: PlainRow, source: SourceMap): Mapped | string {
  const get = (rule: FieldRule | undefined): string | null =>
    valueOf(row, rule, source.empty ?? []);
  for (const { field, in: some, notIn: none } of source.where ?? []) {
    const value = get(field);
    if (some !== undefined && !(value !== null && some.includes(value))) return 'filtered';
    if (none !== undefined && value !== null && none.includes(value)) return 'filtered';
  }
  const written = get(source.action);
  const five = {
    detail: 'detail',
    add: 'add',
    remove: 'remove',
    purchase: 'purchase',
    view: 'view',
  };
  const actions = new Map(Object.entries(source.actions ?? five));
  const other = source.otherActions ?? 'drop';
  const rule = (written === null ? undefined : actions.get(written)) ?? other;
  const isKnown = written !== null && actions.has(written);
  if (rule === 'drop') return isKnown ? 'dropped_action' : 'unknown_action';
  const visitor = get(source.visitor);
  const session = get(source.session);
  if (visitor === null && session === null) return 'no_session';
  const time = get(source.time);
  if (time === null) return 'no_time';
  const ms = referenceTime(time, source.times ?? {});
  if (ms === null) return 'wrong_time';
  if (!(ms >= Date.UTC(2000, 0, 1) && ms < Date.UTC(2100, 0, 1))) return 'absurd_time';
  const item = get(source.item);
  const action =
    rule === 'view' && item !== null && source.viewsOfItems === 'detail' ? 'detail' : rule;
  return {
    visitor: visitor ?? '',
    session: session ?? '',
    ms,
    action,
    item: action === 'view' ? null : item,
    url: get(source.url),
  };
}

function valueOf(
  row: PlainRow,
  rule: FieldRule | undefined,
  empty: readonly string[],
): string | null {
  if (rule === undefined) return null;
  if (typeof rule === 'object' && 'constant' in rule) return rule.constant;
  for (const name of [rule].flat()) {
    const text = (row[name] ?? '').replace(/^[ \t\r\n\ufeff\u00a0]+|[ \t\r\n\ufeff\u00a0]+$/g, '');
    if (text !== '' && !empty.includes(text)) return text;
  }
  return null;
}

/** Milliseconds since 1970; null if the text is no time. */
function referenceTime(text: string, { unit = 'iso', zone = 'UTC' }: TimeRule): number | null {
  if (unit === 'iso') return isoTime(text, zone);
  const multiplier = { s: 1000, ms: 1, us: 1, ns: 1 }[unit];
  const divisor = { s: 1, ms: 1, us: 1000, ns: 1_000_000 }[unit];
  if (/^[+-]?\d{1,30}$/.test(text)) {
    return Number((BigInt(text.replace('+', '')) * BigInt(multiplier)) / BigInt(divisor));
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null;
  return Math.round((Number(text) * multiplier) / divisor);
}

function isoTime(text: string, zone: string): number | null {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,](\d{1,12}))?)?(?: ?(Z|UTC|GMT|([+-])(\d\d)(?::?(\d\d))?))?$/.exec(
      text,
    );
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const fraction = Number((found[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const own = found[9];
  const offset =
    found[8] === undefined
      ? offsetOf(zone)
      : own === undefined
        ? 0
        : (own === '-' ? -1 : 1) * (Number(found[10]) * 60 + Number(found[11] ?? 0));
  return date.getTime() + fraction - offset * 60_000;
}

function offsetOf(zone: string): number {
  if (zone === 'UTC') return 0;
  return (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
}

function encoded(id: string): string {
  return id.replaceAll('%', '%25').replaceAll('/', '%2F');
}

function inBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
