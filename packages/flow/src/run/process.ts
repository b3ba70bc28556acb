import { readFile } from 'node:fs/promises';

/** A process as the system's table has it. */
interface ProcessEntry {
  /** Ended, but its parent has not taken note yet: such an entry may stay for long. */
  readonly isZombie: boolean;
  /** Clock ticks since boot; tells a process from a later one of the same pid. */
  readonly bornAt: string;
}

/** Whether a process of this host is there and not a zombie; with `bornAt`, whether it is that very one. */
export async function isProcessAlive(pid: number, bornAt: string | null = null): Promise<boolean> {
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

/** When a process began; null where the system does not say. */
export async function birthOf(pid: number): Promise<string | null> {
  return (await readEntry(pid))?.bornAt ?? null;
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
