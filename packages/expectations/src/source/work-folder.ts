import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'lf-expectations-';

/** <pid>.<start in clock ticks since boot, 0 where the system does not say>.<machine>- */
const OWNED = new RegExp(`^${PREFIX}(\\d+)\\.(\\d+)\\.([0-9a-f]{8})-`);

const textOf = (read: () => string) => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Field 22 of proc(5)'s stat, behind a name in parentheses; 0 where there is none. */
const startOf = (pid: number) => {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3] ?? '0';
};

/** The processes among which a pid counts: this host since its last start, and this container of it. */
const machine = () => {
  const boot = textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const space = textOf(() => readlinkSync('/proc/self/ns/pid'));
  return createHash('sha256').update(`${hostname()}\n${boot}\n${space}`).digest('hex').slice(0, 8);
};

function isGone(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    // EPERM: it runs, for someone else
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
  return start !== '0' && startOf(pid) !== start;
}

/** Removes the folders of killed processes of this user and this machine; what cannot be removed stays. */
function sweep(root: string, here: string): void {
  for (const name of readdirSync(root)) {
    const [, pid, start = '0', where] = OWNED.exec(name) ?? [];
    if (pid === undefined || where !== here || !isGone(Number(pid), start)) continue;
    const path = join(root, name);
    try {
      if (lstatSync(path).uid === process.getuid?.())
        rmSync(path, { recursive: true, force: true });
    } catch {
      // It may be gone by now
    }
  }
}

/** This process's mark, once it has swept. */
const marks = new Map<string, string>();

/** Makes a folder that names its owner; the first time, it removes those whose owner was killed. */
export function makeWorkFolder(root = tmpdir()): string {
  let mark = marks.get(root);
  if (mark === undefined) {
    const here = machine();
    mark = `${PREFIX}${process.pid}.${startOf(process.pid)}.${here}-`;
    marks.set(root, mark);
    sweep(root, here);
  }
  return mkdtempSync(join(root, mark));
}
