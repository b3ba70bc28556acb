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
};

/** What was tried, by the name of the system's call. */
const DEEDS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write to',
  mkdir: 'make the folder',
  mkdtemp: 'make a folder at',
  scandir: 'list the folder',
  rmdir: 'remove the folder',
  unlink: 'remove',
  rm: 'remove',
  rename: 'put in place',
  copyfile: 'copy',
  stat: 'look at',
  lstat: 'look at',
  access: 'look at',
  chdir: 'enter the folder',
};

/** As Node words an error of the system: `EACCES: permission denied, mkdir '/data'`. */
const RAW =
  /\b(E[A-Z0-9]{2,}): [^,\n]+, ([a-z]+)(?: '([^\n]*?)'(?![^\s.,;)]))?(?: -> '([^\n]*?)'(?![^\s.,;)]))?/g;

/** A message in which every error of the system, also one of a step's process, is a sentence for people. */
export function withoutSystemCodes(message: string): string {
  return message.replaceAll(
    RAW,
    (raw: string, code: string, call: string, path?: string, target?: string) => {
      const meaning = MEANINGS[code];
      if (meaning === undefined) return raw;
      const what = target ?? path;
      return `cannot ${DEEDS[call] ?? call}${what === undefined ? ' a file' : ` ${shortened(what)}`}: ${meaning} (${code})`;
    },
  );
}

/** As much of a path as tells which one it is. */
function shortened(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 160)}… (${path.length} characters)`;
}
