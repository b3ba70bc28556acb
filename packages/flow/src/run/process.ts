import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isRecord } from '../store/json.ts';
import type { ProcessIdentity } from './world.ts';

/** A process as the system's table has it. */
interface ProcessEntry {
  /** Ended, but its parent has not taken note yet: such an entry may stay for long. */
  readonly isZombie: boolean;
  /** Clock ticks since boot; tells a process from a later one of the same pid. */
  readonly bornAt: string;
}

/** A process as a file of ours names it; null: it does not. */
export function parseIdentity(value: unknown): ProcessIdentity | null {
  if (!isRecord(value)) return null;
  const { pid, host, boot, space, bornAt } = value;
  if (typeof pid !== 'number' || typeof host !== 'string') return null;
  const textOrNull = (part: unknown): string | null => (typeof part === 'string' ? part : null);
  return {
    ...{ pid, host },
    ...{ boot: textOrNull(boot), space: textOrNull(space), bornAt: textOrNull(bornAt) },
  };
}

/** This process, told from every other one. */
export async function thisProcess(): Promise<ProcessIdentity> {
  return {
    pid: process.pid,
    host: hostname(),
    boot: await bootOfHost(),
    space: await readlink('/proc/self/ns/pid').catch(() => null),
    bornAt: (await readEntry(process.pid))?.bornAt ?? null,
  };
}

/**
 * Whether a process may still be there. A process of another host, or of another container of this host, cannot be
 * looked up and counts as alive; one of before the last start of this host is gone for sure.
 */
export async function isProcessAlive(other: ProcessIdentity): Promise<boolean> {
  const self = await thisProcess();
  if (other.host !== self.host) return true;
  if (differs(other.boot, self.boot)) return false;
  if (differs(other.space, self.space)) return true;
  return isPidAlive(other.pid, other.bornAt);
}

/** Whether a process is one of this host and container, as far as can be told: its pid then means here what it says. */
export async function isProcessOfThisMachine(other: ProcessIdentity): Promise<boolean> {
  const self = await thisProcess();
  return (
    other.host === self.host && !differs(other.boot, self.boot) && !differs(other.space, self.space)
  );
}

/** Whether a process of this host is there and not a zombie; with `bornAt`, whether it is that very one. */
export async function isPidAlive(pid: number, bornAt: string | null = null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but another user's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const entry = await readEntry(pid);
  if (entry === null) return true;
  return !entry.isZombie && (bornAt === null || bornAt === entry.bornAt);
}

/** Two names of which both are known and not the same. */
function differs(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** See random(4): new at each start of the machine. */
async function bootOfHost(): Promise<string | null> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
  return id === null ? null : id.trim();
}

/** Fields 3 (state) and 22 (start time) of proc(5)'s stat; null where there is none, so but on Linux. */
async function readEntry(pid: number): Promise<ProcessEntry | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, field 2, is in parentheses and may itself hold spaces and parentheses.
    const fromField3 = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fromField3;
    const bornAt = fromField3[22 - 3];
    return bornAt === undefined ? null : { isZombie: state === 'Z' || state === 'X', bornAt };
  } catch {
    return null;
  }
}
