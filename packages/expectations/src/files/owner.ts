import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** <pid>.<start in clock ticks since boot, 0 where the system does not say>.<machine>- */
const MARK = /^(\d+)\.(\d+)\.([0-9a-f]{8})-/;

const textOf = (read: () => string) => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Fields 3 (state) and 22 (start) of proc(5)'s stat, behind a name in parentheses; the start is 0 where there is none. */
const entryOf = (pid: number) => {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { hasEnded: /^[ZX]/.test(fields[0] ?? ''), start: fields[22 - 3] ?? '0' };
};

/** The processes among which a pid counts: this host since its last start, and this container of it. */
const machine = () => {
  const boot = textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const space = textOf(() => readlinkSync('/proc/self/ns/pid'));
  return createHash('sha256').update(`${hostname()}\n${boot}\n${space}`).digest('hex').slice(0, 8);
};

let here: string | undefined;
let own: string | undefined;

/** Names this process in the name of a file of its own: who finds the file can tell whether it still has an owner. */
export function ownerMark(): string {
  own ??= `${process.pid}.${entryOf(process.pid).start}.${(here ??= machine())}-`;
  return own;
}

/** Whether the process is gone that a name with such a mark names; one of another machine cannot be asked. */
export function isOwnerGone(mark: string): boolean {
  const [, pid, start = '0', where] = MARK.exec(mark) ?? [];
  if (pid === undefined || where !== (here ??= machine())) return false;
  try {
    process.kill(Number(pid), 0); // signal 0 only asks
  } catch (error) {
    // EPERM: it runs, for someone else
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
  const entry = entryOf(Number(pid));
  if (entry.start === '0') return false;
  return entry.hasEnded || (start !== '0' && entry.start !== start);
}
