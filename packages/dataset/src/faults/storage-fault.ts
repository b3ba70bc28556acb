import { DatasetError, DiskFullError, StorageError } from '../errors.ts';
import { HIDDEN_PREFIX } from '../store/keys.ts';
import { isFullDisk, meaningOfSystemCode, systemCodeIn, systemCodeOf } from './system-codes.ts';

/** What was being done when the system failed. */
interface Deed {
  /** Such as 'writing an object'. */
  readonly doing: string;
  readonly path: string;
}

/** An error of the system as one for people; any other error as it is. */
export function storageFault(error: unknown, deed: Deed): unknown {
  // Told already, such as a connection that the system cut.
  if (error instanceof DatasetError) return error;
  const code = systemCodeOf(error);
  return code === undefined ? error : faultOf(code, deed, error);
}

/** The same while something is written: where nothing can be made, a path that is not there is no slip of the pen. */
export function writingFault(error: unknown, deed: Deed): unknown {
  if (error instanceof DatasetError) return error;
  const isUnmade = systemCodeOf(error) === 'ENOENT' && (isMaking(error) || !pathIn(error));
  return isUnmade
    ? faultOf('ENOENT', deed, error, 'nothing can be made there; name another place')
    : storageFault(error, deed);
}

function isMaking(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
}

/** The same for an error of DuckDB's; undefined if the system did not cause it. */
export function engineFault(error: Error, deed: Deed): StorageError | undefined {
  if (error instanceof StorageError) return error;
  const code = systemCodeIn(error.message) ?? systemCodeOf(error);
  return code === undefined ? undefined : faultOf(code, deed, error);
}

function faultOf(
  systemCode: string,
  { doing, path }: Deed,
  cause: unknown,
  meaning = meaningOfSystemCode(systemCode) ?? 'the system refuses it; name another place',
): StorageError {
  if (isFullDisk(systemCode)) return new DiskFullError(doing, path, { cause });
  const culprit = pathIn(cause) ?? path;
  return new StorageError(
    `Failed while ${doing} (${shortened(culprit)}): ${meaning} (${systemCode}).`,
    { path: culprit, systemCode },
    { cause },
  );
}

/** Where the system failed, such as a folder on the way; not a hidden file, which says nothing to people. */
function pathIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (!('path' in error) || typeof error.path !== 'string') return pathIn(error.cause);
  return error.path.includes(HIDDEN_PREFIX) ? undefined : error.path;
}

/** As much of a path as tells which one it is. */
function shortened(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 160)}… (${path.length} characters)`;
}
