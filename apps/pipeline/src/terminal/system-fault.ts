import { meaningOfSystemCode } from '@lf/dataset';

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
      const meaning = meaningOfSystemCode(code);
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
