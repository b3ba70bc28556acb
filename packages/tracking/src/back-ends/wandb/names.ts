import { createHash } from 'node:crypto';

/** Longest id of a run, and longest name of an artifact. */
const MAX_NAME = 128;
const HASH_LENGTH = 8;
/** What wandb writes into each row by itself, and the step as it was noted. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  '',
  'step',
  '_step',
  '_runtime',
  '_timestamp',
  '_wandb',
]);

/** An id or a name of an artifact: letters, digits, `_`, `-` and `.`; one that had to change keeps apart by its hash. */
export function plainName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^\.+/, '_');
  if (plain === name && name !== '' && name.length <= MAX_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return `${plain.slice(0, MAX_NAME - HASH_LENGTH - 1)}-${hash}`;
}

/** A key of a row or of the config: a name, unless wandb uses it itself. */
export function keyOf(name: string): string {
  return OWN_KEYS.has(name) || name.startsWith('_wandb') ? `metric/${name}` : name;
}
