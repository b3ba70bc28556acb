import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import {
  BundleEntryError,
  BundleLimitError,
  BundleUnreadableError,
  DeployError,
} from '../errors.ts';
import { entryPath, MANIFEST_PATH } from './entry-path.ts';
import type { BundleLimits } from './limits.ts';

/** Takes one file of an archive; must read the whole of `content` or none of it. */
export type EntryVisitor = (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Refuses by header alone, before a byte of content is read. */
class EntryGate {
  readonly #limits: BundleLimits;
  readonly #seen = new Set<string>();

  constructor(limits: BundleLimits) {
    this.#limits = limits;
  }

  /** The entry's path, or null for a directory, which carries nothing. */
  admit({ name, type, size = 0 }: tar.Headers): string | null {
    if (type === 'directory') {
      if (!/^\.\/?$/.test(name)) entryPath(name);
      return null;
    }
    if (type !== 'file' && type !== 'contiguous-file') {
      throw new BundleEntryError(name, `it is a ${type ?? 'thing of unknown type'}, not a file`);
    }
    const path = entryPath(name);
    if (this.#seen.has(path)) throw new BundleEntryError(name, 'it comes twice');
    this.#seen.add(path);
    const { maxEntries, maxEntryBytes, maxManifestBytes } = this.#limits;
    if (this.#seen.size > maxEntries) {
      throw new BundleLimitError('maxEntries', maxEntries, 'the number of files');
    }
    if (path === MANIFEST_PATH && size > maxManifestBytes) {
      throw new BundleLimitError('maxManifestBytes', maxManifestBytes, `${path} of ${size} bytes`);
    }
    if (size > maxEntryBytes) {
      throw new BundleLimitError('maxEntryBytes', maxEntryBytes, `${path} of ${size} bytes`);
    }
    return path;
  }
}

function refuseBeyond(maxTotalBytes: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      total += chunk.byteLength;
      if (total <= maxTotalBytes) done(null, chunk);
      else done(new BundleLimitError('maxTotalBytes', maxTotalBytes, 'the unpacked size'));
    },
  });
}

/**
 * Reads a gzipped tar from front to back, in constant memory, and hands each file to `visit`.
 *
 * @throws BundleUnreadableError, BundleEntryError, BundleLimitError, or what `visit` throws
 */
export async function scanArchive(
  input: Readable,
  {
    source,
    limits,
    visit,
  }: { readonly source: string; readonly limits: BundleLimits; readonly visit: EntryVisitor },
): Promise<void> {
  const gate = new EntryGate(limits);
  const extract = tar.extract();
  extract.on('entry', (headers, content, next) => {
    const take = async () => {
      const path = gate.admit(headers);
      if (path !== null) await visit(path, content);
      content.resume();
    };
    take().then(() => next(), next);
  });
  try {
    await pipeline(input, createGunzip(), refuseBeyond(limits.maxTotalBytes), extract);
  } catch (error) {
    if (error instanceof DeployError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BundleUnreadableError(source, `reading stopped with "${reason}"`, { cause: error });
  }
}
