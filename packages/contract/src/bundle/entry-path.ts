import { BundleEntryError } from '../errors.ts';

export const MANIFEST_PATH = 'manifest.json';

/** Windows drive, backslash, control character, or what no file name may hold there: paths that mean different things on different systems. */
const AMBIGUOUS = /^[A-Za-z]:|[\\\u0000-\u001f\u007f<>:"|?*]/;
/** Names of devices on Windows, whatever their ending; and those that it cuts off at their end. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$|[. ]$/i;
/** Half a character: it is written as another one. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** As file systems bound it: Linux a name in bytes, Windows a path without more ado. */
const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 1_024;

/**
 * The one spelling of an entry's path: relative, `/`-separated, without `.` and `..`.
 *
 * @throws BundleEntryError for a path that leaves the bundle, is too long or is not the same everywhere
 */
export function entryPath(raw: string): string {
  const refuse = (reason: string) => new BundleEntryError(raw.slice(0, MAX_PATH_BYTES), reason);
  if (Buffer.byteLength(raw) > MAX_PATH_BYTES) {
    throw refuse(`its path is longer than ${MAX_PATH_BYTES} bytes`);
  }
  const path = raw.replace(/^(\.\/)+/, '').replace(/\/$/, '');
  if (raw.startsWith('/')) throw refuse('its path is absolute');
  if (AMBIGUOUS.test(raw) || HALF_CHARACTER.test(raw)) {
    throw refuse('its path has a drive or odd characters');
  }
  const segments = path.split('/');
  if (segments.includes('..')) throw refuse('its path leaves the bundle');
  if (segments.some((segment) => segment === '' || segment === '.')) {
    throw refuse('its path has empty segments');
  }
  if (segments.some((segment) => RESERVED.test(segment))) {
    throw refuse('its path has a name that Windows keeps for itself');
  }
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) {
    throw refuse(`its path has a name longer than ${MAX_SEGMENT_BYTES} bytes`);
  }
  return path;
}

/** The same for all paths that some file system takes for one: composed characters, no case (`ß` is `SS` there). */
export function samePathKey(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
