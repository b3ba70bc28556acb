/** A message shows so much of a value that a person recognises it; a file may hold megabytes. */
const MOST_CHARACTERS = 200;
const MOST_MEMBERS = 20;
const MOST_LEVELS = 8;

/** A value in JSON as far as a message needs it: `...` is what was left out. */
export function shownValue(value: unknown): string {
  return shortened(written(value, MOST_LEVELS));
}

/** A key as it is, unless it has signs that no key should have: then in JSON. */
export function shownKey(key: string): string {
  return shortened(/[^\p{L}\p{N}\p{P}\p{S} ]/u.test(key) ? written(key, 0) : key);
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}...`;
}

function written(value: unknown, levels: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MOST_CHARACTERS + 1));
  // JSON has no word for what 1e999 becomes: `null` would be another value
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value.slice(0, MOST_MEMBERS);
    if (levels === 0) return '[...]';
    const rest = value.length > items.length ? ['...'] : [];
    return `[${[...items.map((item) => written(item, levels - 1)), ...rest].join(',')}]`;
  }
  if (levels === 0) return '{...}';
  const entries = Object.entries(value);
  const members = entries
    .slice(0, MOST_MEMBERS)
    .map(([key, member]) => `${written(key, 0)}:${written(member, levels - 1)}`);
  const rest = entries.length > members.length ? ['...'] : [];
  return `{${[...members, ...rest].join(',')}}`;
}
