/** What the system's codes mean to a person, and what helps. */
const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not do that; change its permissions, or name another place',
  EPERM: 'this user may not do that; change its owner or permissions, or name another place',
  EROFS: 'its disk is read-only; name another place',
  ENOENT: 'it is not there; check the path',
  ENOTDIR: 'a part of this path is a file and no folder; check the path',
  EISDIR: 'it is a folder, and a file was expected; check the path',
  EEXIST: 'something else has this name; remove it, or choose another name',
  ENOTEMPTY: 'a folder that is not empty has this name; remove it, or choose another name',
  ENAMETOOLONG: 'the name is longer than the system allows; choose a shorter one',
  ELOOP: 'its links lead in a circle, or through too many others; correct the links',
  EMFILE: 'too many files are open; raise the limit (ulimit -n), or run less at once',
  ENFILE: 'too many files are open on this machine; close other programs',
  ENOSPC: 'no space is left on its disk; free some, or name another place',
  EDQUOT: "this user's share of the disk is used up; free some, or name another place",
  EFBIG: 'the file would be larger than the disk or the limit (ulimit -f) allows',
  EIO: 'the disk reports an error; check it, then try again',
  EBUSY: 'another program uses it; try again when that has ended',
  ETXTBSY: 'another program runs it; try again when that has ended',
  ESTALE: 'the network disk lost it; mount that disk again, then try again',
  ENXIO: 'it is a device or a pipe that nothing answers on; name a file',
  ENODEV: 'it is a device that is not there; name a file',
  ENOMEM: 'the machine has no memory left; close other programs',
};

/** What DuckDB says for the same: it hands on strerror's text, and has a limit of its own for spilled data. */
const ENGINE_TEXTS: readonly (readonly [code: string, text: RegExp])[] = [
  ['ENOSPC', /no space left on device|max_temp_directory_size/i],
  ['EDQUOT', /disk quota exceeded/i],
  ['EFBIG', /file too large|file size limit exceeded/i],
  ['EACCES', /^IO Error.*permission denied/is],
  ['EROFS', /^IO Error.*read-only file system/is],
  ['EIO', /^IO Error.*input\/output error/is],
  ['EMFILE', /^IO Error.*too many open files/is],
  ['ENAMETOOLONG', /^IO Error.*file name too long/is],
];

/** No space, over quota, over the file size limit. */
const FULL_DISK: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a code of the system means and what helps, as the end of a sentence; undefined for one that is not known. */
export function meaningOfSystemCode(code: string): string | undefined {
  return MEANINGS[code];
}

/** Whether a code says that nothing more could be written. */
export function isFullDisk(code: string): boolean {
  return FULL_DISK.has(code);
}

/** The code of the system behind an error or one of its causes, if there is one. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isSystems = 'code' in error && 'syscall' in error && typeof error.code === 'string';
  return isSystems ? String(error.code) : systemCodeOf(error.cause);
}

/** The same for what DuckDB says of its own files. */
export function systemCodeIn(engineMessage: string): string | undefined {
  return ENGINE_TEXTS.find(([, text]) => text.test(engineMessage))?.[0];
}
