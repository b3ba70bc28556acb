import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import {
  BundleEntryError,
  BundleLimitError,
  BundleUnreadableError,
  ContractError,
  FileUnreadableError,
} from '../errors.ts';
import { openContent, type Content } from './content.ts';
import { entryPath, MANIFEST_PATH, samePathKey } from './entry-path.ts';
import type { BundleLimits } from './limits.ts';
import { readTar, type TarEntry } from './tar-reader.ts';

/** Takes one file of an archive; must read the whole of `content` or none of it. */
export type EntryVisitor = (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Refuses by header alone, before a byte of content is read. */
class EntryGate {
  readonly #limits: BundleLimits;
  /** What each path is, under the one spelling that all file systems would take for the same. */
  readonly #seen = new Map<string, 'file' | 'folder'>();
  #files = 0;

  constructor(limits: BundleLimits) {
    this.#limits = limits;
  }

  /** The entry's path, or null for a folder, which carries nothing. */
  admit({ name, isFolder, bytes }: TarEntry): string | null {
    if (isFolder && /^(?:\.\/?)+$/.test(name)) return null;
    const path = entryPath(name);
    this.#take(name, path, isFolder ? 'folder' : 'file');
    if (isFolder) return null;
    this.#files += 1;
    const { maxEntries, maxEntryBytes, maxManifestBytes } = this.#limits;
    if (this.#files > maxEntries) {
      throw new BundleLimitError('maxEntries', maxEntries, 'the number of files');
    }
    if (path === MANIFEST_PATH && bytes > maxManifestBytes) {
      throw new BundleLimitError('maxManifestBytes', maxManifestBytes, `${path} of ${bytes} bytes`);
    }
    if (bytes > maxEntryBytes) {
      throw new BundleLimitError('maxEntryBytes', maxEntryBytes, `${path} of ${bytes} bytes`);
    }
    return path;
  }

  #take(name: string, path: string, type: 'file' | 'folder'): void {
    const segments = path.split('/');
    segments.forEach((_, index) => {
      const isWhole = index === segments.length - 1;
      const key = samePathKey(segments.slice(0, index + 1).join('/'));
      const now = isWhole ? type : 'folder';
      const before = this.#seen.get(key);
      if (before === 'file' && isWhole) throw new BundleEntryError(name, 'it comes twice');
      if (before !== undefined && before !== now) {
        throw new BundleEntryError(name, 'it is a file and a folder');
      }
      this.#seen.set(key, now);
    });
  }
}

/**
 * Lets unpacked bytes through until they are too many, or too many for the packed ones that they come from: the work
 * on a bundle is bounded by its own size.
 */
function bounded(limits: BundleLimits, packedBytes: () => number): Transform {
  const { maxTotalBytes, maxExpansionRatio, freeExpansionBytes } = limits;
  let total = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      total += chunk.byteLength;
      const expansion = freeExpansionBytes + maxExpansionRatio * packedBytes();
      if (total > maxTotalBytes) {
        done(new BundleLimitError('maxTotalBytes', maxTotalBytes, 'the unpacked size'));
      } else if (total > expansion) {
        const what = `${total} bytes out of ${packedBytes()}`;
        done(new BundleLimitError('maxExpansionRatio', maxExpansionRatio, what));
      } else done(null, chunk);
    },
  });
}

/** How messages name a bundle. */
export const sourceOf = (content: Content): string =>
  typeof content === 'string' ? content : '(bytes)';

/**
 * Reads a gzipped tar from front to back, in constant memory, and hands each file to `visit`.
 *
 * @throws BundleUnreadableError, BundleEntryError, BundleLimitError, or what `visit` throws
 */
export async function scanArchive(
  content: Content,
  { limits, visit }: { readonly limits: BundleLimits; readonly visit: EntryVisitor },
): Promise<void> {
  const gate = new EntryGate(limits);
  const gunzip = createGunzip();
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new BundleLimitError('maxMs', limits.maxMs, 'the time to read it'));
  }, limits.maxMs);
  try {
    await pipeline(
      await openContent(content),
      gunzip,
      bounded(limits, () => gunzip.bytesWritten),
      async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const entry of readTar(chunks, limits)) {
          const path = gate.admit(entry);
          if (path !== null) await visit(path, entry.content);
        }
      },
      { signal: late.signal },
    );
  } catch (error) {
    const source = sourceOf(content);
    const reason: unknown = late.signal.aborted ? late.signal.reason : error;
    if (reason instanceof FileUnreadableError) {
      throw new BundleUnreadableError(source, reason.reason, { cause: reason });
    }
    if (reason instanceof ContractError) throw reason;
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new BundleUnreadableError(source, `reading stopped with "${message}"`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
