import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  BundleEntryError,
  BundleLimitError,
  BundleUnreadableError,
  FileUnreadableError,
} from '../errors.ts';
import { checkFiles, decodeManifest, type Bundle, type FileFacts } from './bundle.ts';
import { openFile } from './content.ts';
import { entryPath, MANIFEST_PATH } from './entry-path.ts';
import type { BundleLimits } from './limits.ts';

/** Reads a file that may change under the reader: no byte more than `most`. */
async function readAtMost(path: string, most: number): Promise<Uint8Array | 'more'> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    if (size > most) return 'more';
    const bytes = new Uint8Array(size);
    let end = 0;
    while (end < size) {
      const { bytesRead } = await handle.read(bytes, end, size - end, end);
      if (bytesRead === 0) break;
      end += bytesRead;
    }
    return bytes.subarray(0, end);
  } finally {
    await handle.close();
  }
}

class FolderReader {
  readonly #folder: string;
  readonly #limits: BundleLimits;
  #total = 0;

  constructor(folder: string, limits: BundleLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Undefined where there is no such file. */
  async read(
    path: string,
    limit: 'maxManifestBytes' | 'maxEntryBytes',
  ): Promise<Uint8Array | undefined> {
    const local = join(this.#folder, entryPath(path));
    await this.#requireInside(path, local);
    const most = this.#limits[limit];
    let bytes: Uint8Array | 'more';
    try {
      bytes = await readAtMost(local, most);
    } catch (error) {
      if (!(error instanceof FileUnreadableError)) throw error;
      if (error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ENOENT') {
        return undefined;
      }
      throw new BundleUnreadableError(local, error.reason, { cause: error });
    }
    if (bytes === 'more') throw new BundleLimitError(limit, most, path);
    const { maxTotalBytes } = this.#limits;
    this.#total += bytes.byteLength;
    if (this.#total > maxTotalBytes) {
      throw new BundleLimitError('maxTotalBytes', maxTotalBytes, 'the size of all files');
    }
    return bytes;
  }

  /** Links within the folder are how Kubernetes mounts one; a link out of it would serve a file of the machine. */
  async #requireInside(path: string, local: string): Promise<void> {
    const found = await realpath(local).catch(() => null);
    if (found === null) return;
    const root = await realpath(this.#folder);
    if (!found.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw new BundleEntryError(path, 'it is a link that leaves the bundle');
    }
  }
}

/** Reads an unpacked bundle. The folder may hold more: files that the manifest does not name are let be. */
export async function readFolder(
  folder: string,
  keep: (path: string) => boolean,
  limits: BundleLimits,
): Promise<Bundle> {
  const reader = new FolderReader(folder, limits);
  const manifest = decodeManifest(folder, await reader.read(MANIFEST_PATH, 'maxManifestBytes'));
  const paths = Object.keys(manifest.files);
  if (paths.length > limits.maxEntries) {
    throw new BundleLimitError('maxEntries', limits.maxEntries, 'the number of files');
  }
  const files = new Map<string, Uint8Array>();
  const found = new Map<string, FileFacts>();
  for (const path of paths) {
    const bytes = await reader.read(path, 'maxEntryBytes');
    if (bytes === undefined) continue;
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    found.set(path, { bytes: bytes.byteLength, digest });
    if (keep(path)) files.set(path, bytes);
  }
  checkFiles(manifest, found);
  return { manifest, files };
}
