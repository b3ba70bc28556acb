import { createRequire } from 'node:module';

/** What tfjs-node 4.22 calls at every operation, and Node 23 took away. */
const REMOVED: Readonly<Record<string, (value: unknown) => boolean>> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: (value) => Array.isArray(value),
};

/** Gives `node:util` the functions back that tfjs-node calls; where Node has them, nothing changes. */
export function restoreNodeUtil(): void {
  // The object that `require('util')` gives: an import's names cannot be added to
  const util: unknown = createRequire(import.meta.url)('node:util');
  if (typeof util !== 'object' || util === null) return;
  for (const [name, value] of Object.entries(REMOVED)) {
    if (!(name in util)) Object.defineProperty(util, name, { value, configurable: true });
  }
}
