import { EpochTime } from './epoch-times.ts';
import { LongDecimal } from './exact/number.ts';

/** A message shows so much of what came from outside that a person recognises it; a suite may hold megabytes. */
const MOST_CHARACTERS = 200;
const MOST_MEMBERS = 20;
const MOST_LEVELS = 8;

/** So many names of columns, parameters or tables: enough to find a misspelt one among those of most tables. */
const MOST_NAMES = 50;

/** A text as far as a message needs it, never half a surrogate pair: `...` is what was left out. */
export function cutShort(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}...`;
}

/** A value in JSON, as far as a message needs it; numbers in full, as no JSON would round them. */
export function shown(value: unknown): string {
  return cutShort(written(value, MOST_LEVELS));
}

/** Names apart by commas, as far as a message needs them; `none` where there are none. */
export function shownNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const some = names.slice(0, MOST_NAMES).map((name) => cutShort(plain(name)));
  const rest = names.length - some.length;
  return `${some.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** A name in quotes, as far as a message needs it. */
export function shownName(name: string): string {
  return `"${cutShort(plain(name))}"`;
}

/** Control characters of a name as JSON writes them, so that none of them reaches a terminal. */
function plain(name: string): string {
  const start = name.slice(0, MOST_CHARACTERS + 1);
  return start.replaceAll(
    /\p{Cc}/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function written(value: unknown, levels: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MOST_CHARACTERS + 1));
  // JSON has no word for what 1e999 becomes: `null` would be another value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value !== 'object') return value === undefined ? 'nothing' : `a ${typeof value}`;
  if (Array.isArray(value)) {
    if (levels === 0) return '[...]';
    const items: readonly unknown[] = value.slice(0, MOST_MEMBERS);
    const rest = value.length > items.length ? ['...'] : [];
    return `[${[...items.map((item) => written(item, levels - 1)), ...rest].join(',')}]`;
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (value instanceof EpochTime) return value.text;
  if (value instanceof LongDecimal) return value.digits;
  if (levels === 0) return '{...}';
  const entries = Object.entries(value);
  const members = entries
    .slice(0, MOST_MEMBERS)
    .map(([key, member]) => `${written(key, 0)}:${written(member, levels - 1)}`);
  const rest = entries.length > members.length ? ['...'] : [];
  return `{${[...members, ...rest].join(',')}}`;
}
