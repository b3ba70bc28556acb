import { BundleEntryError } from '../errors.ts';

export const MANIFEST_PATH = 'manifest.json';

/** Windows drive, backslash or control character: paths that mean different things on different systems. */
const AMBIGUOUS = /^[A-Za-z]:|[\\\u0000-\u001f]/;

/**
 * The one spelling of an entry's path: relative, `/`-separated, without `.` and `..`.
 *
 * @throws BundleEntryError for a path that leaves the bundle or is ambiguous
 */
export function entryPath(raw: string): string {
  const path = raw.replace(/^(\.\/)+/, '').replace(/\/$/, '');
  if (raw.startsWith('/')) throw new BundleEntryError(raw, 'its path is absolute');
  if (AMBIGUOUS.test(raw))
    throw new BundleEntryError(raw, 'its path has a drive or odd characters');
  const segments = path.split('/');
  if (segments.includes('..')) throw new BundleEntryError(raw, 'its path leaves the bundle');
  if (segments.some((segment) => segment === '' || segment === '.')) {
    throw new BundleEntryError(raw, 'its path has empty segments');
  }
  return path;
}
