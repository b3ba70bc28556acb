import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findLeftovers } from '@lf/contract';
import { HIDDEN_PREFIX } from '../keys.ts';
import { IN_USE_PREFIX } from './disk-cache.ts';
import { withDefaults } from './s3-options.ts';
import type { S3Options } from './s3-options.ts';

/** A copy of an object of S3 on this disk. */
export interface CachedCopy {
  readonly path: string;
  readonly bytes: number;
  /** Null: the copy is incomplete, and its process has ended. */
  readonly usedAt: Date | null;
}

/** The copies that this machine keeps of objects in S3. */
export interface CacheOnDisk {
  copies(): Promise<readonly CachedCopy[]>;
  /** Processes that read a copy keep it until they end. */
  remove(copy: CachedCopy): Promise<void>;
}

/** Opens the folder of the cache, whichever stores use it. */
export function cacheOnDisk(options: Pick<S3Options, 'cacheDirectory'> = {}): CacheOnDisk {
  const { cacheDirectory } = withDefaults(options);
  return {
    async copies() {
      const copies: CachedCopy[] = [];
      for (const name of await readdir(cacheDirectory).catch(() => [])) {
        if (!/^[0-9a-f]{64}$/.test(name)) continue;
        const path = join(cacheDirectory, name);
        const found = await stat(path).catch(() => null);
        if (found !== null) copies.push({ path, bytes: found.size, usedAt: found.mtime });
      }
      for (const prefix of [HIDDEN_PREFIX, IN_USE_PREFIX]) {
        for (const path of await findLeftovers(cacheDirectory, prefix)) {
          // Of links to copies nothing is freed but by the copies themselves
          const bytes = (await stat(path).catch(() => null))?.size ?? 0;
          copies.push({ path, bytes: prefix === IN_USE_PREFIX ? 0 : bytes, usedAt: null });
        }
      }
      return copies;
    },
    remove: ({ path }) => rm(path, { recursive: true, force: true }),
  };
}
