import { createHash } from 'node:crypto';
import { scanArchive, sourceOf } from './archive.ts';
import { kindOfPath, type Content } from './content.ts';
import { MANIFEST_PATH } from './entry-path.ts';
import { checkFiles, decodeManifest, type Bundle, type FileFacts } from './bundle.ts';
import { DEFAULT_BUNDLE_LIMITS, type BundleLimits } from './limits.ts';
import { readFolder } from './read-folder.ts';

export interface ReadBundleOptions {
  /** Keep these files alone in memory (all are checked), a name with a slash at its end for all in a folder; default: all. */
  readonly only?: readonly string[];
  readonly limits?: Partial<BundleLimits>;
}

async function readArchive(
  content: Content,
  keep: (path: string) => boolean,
  limits: BundleLimits,
): Promise<Bundle> {
  const files = new Map<string, Uint8Array>();
  const found = new Map<string, FileFacts>();
  await scanArchive(content, {
    limits,
    visit: async (path, chunks) => {
      const hash = createHash('sha256');
      const kept: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        if (path === MANIFEST_PATH || keep(path)) kept.push(chunk);
      }
      found.set(path, { bytes, digest: `sha256:${hash.digest('hex')}` });
      if (path === MANIFEST_PATH || keep(path)) files.set(path, Buffer.concat(kept));
    },
  });
  const manifest = decodeManifest(sourceOf(content), files.get(MANIFEST_PATH));
  checkFiles(manifest, found);
  files.delete(MANIFEST_PATH);
  return { manifest, files };
}

/**
 * Reads a bundle into memory and checks every file against the manifest.
 *
 * @param content the bytes of `model.tar.gz`, its path, or the path of an unpacked bundle
 * @param options which files to keep, and limits
 * @throws BundleUnreadableError, BundleEntryError, BundleLimitError, ManifestInvalidError, BundleCorruptError
 */
export async function readBundle(
  content: Content,
  { only, limits }: ReadBundleOptions = {},
): Promise<Bundle> {
  const isKept = (path: string) => (name: string) =>
    name.endsWith('/') ? path.startsWith(name) : path === name;
  const keep = (path: string) => only?.some(isKept(path)) ?? true;
  const bounds = { ...DEFAULT_BUNDLE_LIMITS, ...limits };
  const isFolder =
    typeof content === 'string' && (await kindOfPath(content).catch(() => null)) === 'folder';
  return isFolder ? readFolder(content, keep, bounds) : readArchive(content, keep, bounds);
}
