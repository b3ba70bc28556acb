import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleCorruptError, BundleLimitError, BundleUnreadableError } from '../errors.ts';
import { scanArchive } from './archive.ts';
import { openContent, type Content } from './content.ts';
import { entryPath, MANIFEST_PATH } from './entry-path.ts';
import { DEFAULT_BUNDLE_LIMITS, type BundleLimits } from './limits.ts';
import { parseManifest, type BundleManifest } from './manifest.ts';

/** A bundle in memory. */
export interface Bundle {
  readonly manifest: BundleManifest;
  /** Path inside the bundle -> bytes, without the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface ReadBundleOptions {
  /** Keep these files alone in memory (all are checked), a name with a slash at its end for all in a folder; default: all. */
  readonly only?: readonly string[];
  readonly limits?: Partial<BundleLimits>;
}

type FileFacts = BundleManifest['files'][string];

/** The manifest out of its bytes. */
export function decodeManifest(source: string, bytes: Uint8Array | undefined): BundleManifest {
  if (bytes === undefined) throw new BundleUnreadableError(source, 'there is none in it');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new BundleUnreadableError(source, 'its manifest is no JSON', { cause: error });
  }
  return parseManifest(value, `Reading the bundle ${source}`);
}

/** Compares what was found to what the manifest promises. */
export function checkFiles(manifest: BundleManifest, found: ReadonlyMap<string, FileFacts>): void {
  for (const [path, { bytes, digest }] of Object.entries(manifest.files)) {
    const actual = found.get(path);
    if (actual === undefined) throw new BundleCorruptError(path, `${bytes} bytes`, 'no such file');
    if (actual.bytes !== bytes || actual.digest !== digest) {
      throw new BundleCorruptError(
        path,
        `${bytes} bytes, ${digest}`,
        `${actual.bytes} bytes, ${actual.digest}`,
      );
    }
  }
  for (const [path, { bytes }] of found) {
    if (path !== MANIFEST_PATH && !Object.hasOwn(manifest.files, path)) {
      throw new BundleCorruptError(path, 'no such file', `${bytes} bytes`);
    }
  }
}

async function readArchive(
  content: Content,
  keep: (path: string) => boolean,
  limits: BundleLimits,
): Promise<Bundle> {
  const source = typeof content === 'string' ? content : '(bytes)';
  const files = new Map<string, Uint8Array>();
  const found = new Map<string, FileFacts>();
  await scanArchive(openContent(content), {
    source,
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
  const manifest = decodeManifest(source, files.get(MANIFEST_PATH));
  checkFiles(manifest, found);
  files.delete(MANIFEST_PATH);
  return { manifest, files };
}

/** A folder may hold more than the bundle: files that the manifest does not name are let be. */
async function readFolder(
  folder: string,
  keep: (path: string) => boolean,
  limits: BundleLimits,
): Promise<Bundle> {
  const read = async (path: string, limit: 'maxManifestBytes' | 'maxEntryBytes') => {
    const local = join(folder, entryPath(path));
    const facts = await stat(local).catch(() => null);
    if (!facts?.isFile()) return undefined;
    if (facts.size > limits[limit]) {
      throw new BundleLimitError(limit, limits[limit], `${path} of ${facts.size} bytes`);
    }
    return readFile(local);
  };
  const manifest = decodeManifest(folder, await read(MANIFEST_PATH, 'maxManifestBytes'));
  const files = new Map<string, Uint8Array>();
  const found = new Map<string, FileFacts>();
  for (const path of Object.keys(manifest.files)) {
    const bytes = await read(path, 'maxEntryBytes');
    if (bytes === undefined) continue;
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    found.set(path, { bytes: bytes.byteLength, digest });
    if (keep(path)) files.set(path, bytes);
  }
  checkFiles(manifest, found);
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
    typeof content === 'string' &&
    (await stat(content).then(
      (facts) => facts.isDirectory(),
      () => false,
    ));
  return isFolder ? readFolder(content, keep, bounds) : readArchive(content, keep, bounds);
}
