import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnknownStoreError } from '../errors.ts';
import { fileStore } from './file-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Options } from './s3/s3-options.ts';
import { s3Store } from './s3/s3-store.ts';

/** What stores of some kinds may be told besides their URL. */
export interface StoreOptions {
  readonly s3?: S3Options;
}

/** How to open a store of each scheme; a new kind of store is one more line. */
const OPENERS: Readonly<Record<string, (rootUrl: string, options: StoreOptions) => ObjectStore>> = {
  'file:': (rootUrl) =>
    fileStore(
      rootUrl.startsWith('file://')
        ? fileURLToPath(rootUrl)
        : resolve(rootUrl.slice('file:'.length)),
    ),
  's3:': (rootUrl, { s3 }) => s3Store(rootUrl, s3),
};

/**
 * Opens the store at a root URL: 'file:.lf' (relative to the working directory), 'file:///absolute/path' or
 * 's3://bucket/prefix'. Nothing is read or written before the first use.
 *
 * @throws UnknownStoreError if no store serves the URL's scheme, InvalidStoreUrlError if it names no place.
 */
export function openStore(rootUrl: string, options: StoreOptions = {}): ObjectStore {
  const scheme = /^[a-z][a-z0-9+.-]*:/.exec(rootUrl)?.[0] ?? '';
  const opener = OPENERS[scheme];
  if (opener === undefined || rootUrl.length === scheme.length) {
    throw new UnknownStoreError(rootUrl, Object.keys(OPENERS));
  }
  return opener(rootUrl, options);
}
