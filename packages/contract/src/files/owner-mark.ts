import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Whether the process that a mark names may still be there; one of another machine or container cannot be asked. */
export type OwnerState = 'alive' | 'gone' | 'unknown';

/** <pid>.<start in clock ticks since boot, 0 where the system does not say>.<machine>- */
const MARK = /^(\d+)\.(\d+)\.([0-9a-f]{8})-/;

let own: string | undefined;
let here: string | undefined;

/** Names this process in the name of a file of its own: who finds the file can tell whether it still has an owner. */
export function ownerMark(): string {
  own ??= `${process.pid}.${entryOf(process.pid)?.bornAt ?? '0'}.${machine()}-`;
  return own;
}

/** @param text of a name, what comes after its fixed prefix */
export function ownerStateOf(text: string): OwnerState {
  const [, pid, bornAt, where] = MARK.exec(text) ?? [];
  if (pid === undefined || where !== machine()) return 'unknown';
  if (!isThere(Number(pid))) return 'gone';
  const entry = entryOf(Number(pid));
  if (entry === null || bornAt === '0') return 'alive';
  return entry.isZombie || entry.bornAt !== bornAt ? 'gone' : 'alive';
}

/** The processes among which a pid counts: this host since its last start, and this container of it. */
function machine(): string {
  here ??= nameMachine();
  return here;
}

function nameMachine(): string {
  const parts = [
    hostname(),
    textOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    textOr('', () => readlinkSync('/proc/self/ns/pid')),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    // EPERM: it runs, for someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Fields 3 (state) and 22 (start) of proc(5)'s stat; null without /proc, that is except on Linux. */
function entryOf(pid: number): { readonly isZombie: boolean; readonly bornAt: string } | null {
  const stat = textOr(null, () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name, field 2, is in parentheses and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const bornAt = fields?.[22 - 3];
  return bornAt === undefined ? null : { isZombie: /^[ZX]/.test(fields?.[0] ?? ''), bornAt };
}

function textOr<Other>(other: Other, read: () => string): string | Other {
  try {
    return read();
  } catch {
    return other;
  }
}
