import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isOwnerGone } from './owner.ts';

/** Removes what killed processes of this user and this machine left in a folder; what cannot be removed stays. */
export function sweep(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !isOwnerGone(name.slice(prefix.length))) continue;
    const path = join(folder, name);
    try {
      if (lstatSync(path).uid === process.getuid?.())
        rmSync(path, { recursive: true, force: true });
    } catch {
      // It may be gone by now
    }
  }
}
