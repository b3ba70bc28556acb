import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnknownStoreError } from '../errors.ts';
import { fileStore } from './file-store.ts';
import type { ObjectStore } from './object-store.ts';

/** How to open a store of each scheme; a new kind of store is one more line. */
const OPENERS: Readonly<Record<string, (rootUrl: string) => ObjectStore>> = {
  'file:': (rootUrl) =>
    fileStore(
      rootUrl.startsWith('file://')
        ? fileURLToPath(rootUrl)
        : resolve(rootUrl.slice('file:'.length)),
    ),
};

/**
 * Opens the store at a root URL: 'file:.lf' (relative to the working directory) or 'file:///absolute/path'.
 *
 * @throws UnknownStoreError if no store serves the URL's scheme.
 */
export function openStore(rootUrl: string): ObjectStore {
  const scheme = /^[a-z][a-z0-9+.-]*:/.exec(rootUrl)?.[0] ?? '';
  const opener = OPENERS[scheme];
  if (opener === undefined || rootUrl.length === scheme.length) {
    throw new UnknownStoreError(rootUrl, Object.keys(OPENERS));
  }
  return opener(rootUrl);
}
