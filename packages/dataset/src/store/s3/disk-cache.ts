import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory, ownerMark, removeLeftovers } from '@lf/contract';
import { writingFault } from '../../faults/storage-fault.ts';
import { systemCodeOf } from '../../faults/system-codes.ts';
import { makeTemporaryFolder } from '../../leftovers/temporary-folder.ts';
import { digestFile } from '../digest-file.ts';
import { HIDDEN_PREFIX } from '../keys.ts';
import { UnmetRequest } from './s3-calls.ts';

/** Begins the folder of a process, in which what it uses stays though the cache drops it. */
export const IN_USE_PREFIX = 'in-use-';

/** Copies of objects on this disk, by the SHA-256 of their bytes; it may be deleted at any moment between two uses. */
export interface DiskCache {
  /** A path to the bytes of that digest, checked, while this process lives; undefined if they are not there. Throws StorageError. */
  find(sha256: string): Promise<string | undefined>;
  /**
   * Adds a file that `write` makes at the path that it is given, telling its digest.
   *
   * @param expected its digest, where it is known
   * @returns its digest and a path like that of `find`; no path if the digest is not the expected one
   * @throws StorageError, and what `write` throws
   */
  add(
    write: (path: string) => Promise<string>,
    expected?: string,
  ): Promise<{ readonly sha256: string; readonly path: string | undefined }>;
  /** Copies a file that was just stored, so that it need not be fetched again; where there is no room, it does not. */
  keep(localPath: string, sha256: string): Promise<void>;
}

/**
 * Keeps the cache of a machine in a folder that many processes share.
 *
 * A file is put there whole, and each process reads it by a link of its own: what is dropped, by this process or
 * another, stays for those who read it.
 */
export function diskCache(directory: string, mostBytes: number): DiskCache {
  let ownFolder: Promise<string> | undefined;
  let isSwept = false;
  let links = 0;

  const prepare = async (): Promise<void> => {
    const made = await makeDirectory(directory);
    // Copies of what not every user of this machine may read.
    if (made.includes(directory)) await chmod(directory, 0o700);
    if (isSwept) return;
    isSwept = true;
    await removeLeftovers(directory, HIDDEN_PREFIX);
  };

  const faultOf = (error: unknown): unknown =>
    writingFault(error, { doing: 'keeping a copy of an object', path: directory });

  const hiddenPath = (): string =>
    join(directory, `${HIDDEN_PREFIX}${ownerMark()}${randomUUID()}-copy`);

  const linkOwn = async (path: string): Promise<string> => {
    ownFolder ??= makeTemporaryFolder(IN_USE_PREFIX, directory);
    // Before the wait: several may come at once.
    const number = (links += 1);
    const own = join(await ownFolder, String(number));
    try {
      await link(path, own);
      return own;
    } catch (error) {
      if (hasCode(error, 'ENOENT') && !(await isThere(await ownFolder))) {
        // The whole cache was deleted meanwhile, this process's folder with it.
        ownFolder = undefined;
        await prepare();
        return linkOwn(path);
      }
      // A disk without links: the file itself, which stays unless it is dropped.
      if (hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) return path;
      throw error;
    }
  };

  return {
    async find(sha256) {
      const path = join(directory, sha256);
      try {
        await prepare();
        const now = new Date();
        await utimes(path, now, now);
        const own = await linkOwn(path);
        if ((await digestFile(own)) === sha256) return own;
        // Somebody changed it: it is no copy any more.
        await rm(path, { force: true });
        if (own !== path) await rm(own, { force: true });
        return undefined;
      } catch (error) {
        if (hasCode(error, 'ENOENT') && (await isThere(directory))) return undefined;
        throw faultOf(error);
      }
    },

    async keep(localPath, sha256) {
      const hidden = hiddenPath();
      try {
        if ((await stat(localPath)).size > mostBytes) return;
        await prepare();
        await copyFile(localPath, hidden, constants.COPYFILE_FICLONE);
        // Another's mode, such as read-only, is not for a file that is ours.
        await chmod(hidden, 0o600);
        await rename(hidden, join(directory, sha256));
        await dropOldest(directory, mostBytes);
      } catch {
        await rm(hidden, { force: true }).catch(() => undefined);
      }
    },

    async add(write, expected) {
      const hidden = hiddenPath();
      try {
        await prepare();
        const sha256 = await write(hidden);
        if (expected !== undefined && sha256 !== expected) return { sha256, path: undefined };
        const own = await linkOwn(hidden);
        const path = join(directory, sha256);
        await rename(hidden, path);
        await dropOldest(directory, mostBytes);
        return { sha256, path: own === hidden ? path : own };
      } catch (error) {
        if (error instanceof UnmetRequest) throw error;
        throw faultOf(error);
      } finally {
        await rm(hidden, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Drops what was not used for longest until the rest is small enough. Several processes may do so at once. */
async function dropOldest(directory: string, mostBytes: number): Promise<void> {
  const files: { path: string; bytes: number; usedMs: number }[] = [];
  for (const name of await readdir(directory)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) files.push({ path, bytes: found.size, usedMs: found.mtimeMs });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  files.sort((a, b) => a.usedMs - b.usedMs);
  for (const { path, bytes } of files) {
    if (total <= mostBytes) return;
    await rm(path, { force: true });
    total -= bytes;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Whether the system said one of these of the cause of an error. */
function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(systemCodeOf(error) ?? '');
}
