import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TargetExistsError } from '../errors.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { unwritable, writeAside } from '../files/write-aside.ts';
import { scanArchive, sourceOf } from './archive.ts';
import { checkFiles, decodeManifest } from './bundle.ts';
import type { Content } from './content.ts';
import { MANIFEST_PATH } from './entry-path.ts';
import { DEFAULT_BUNDLE_LIMITS, type BundleLimits } from './limits.ts';
import type { BundleManifest } from './manifest.ts';

const DOING = 'Unpacking a bundle into';

/**
 * Unpacks a bundle into a new folder, in constant memory; the folder appears whole and checked, or not at all.
 *
 * @param content the bytes of `model.tar.gz` or its path
 * @param target the folder to make; its parent is made if need be
 * @throws TargetExistsError, TargetUnwritableError, and what {@link readBundle} throws
 */
export async function unpackBundle(
  content: Content,
  target: string,
  { limits }: { readonly limits?: Partial<BundleLimits> } = {},
): Promise<BundleManifest> {
  if (await lstat(target).catch(() => null)) throw new TargetExistsError(target);
  await makeDirectory(dirname(target)).catch((error: unknown) => {
    throw unwritable(error, DOING, target);
  });
  return writeAside(DOING, target, async (aside) => {
    await mkdir(aside, { mode: 0o700 });
    return fill(aside, content, { ...DEFAULT_BUNDLE_LIMITS, ...limits });
  });
}

/** Unpacks into a folder of ours, and checks what came. */
async function fill(
  folder: string,
  content: Content,
  limits: BundleLimits,
): Promise<BundleManifest> {
  const found = new Map<string, BundleManifest['files'][string]>();
  await scanArchive(content, {
    limits,
    visit: async (path, chunks) => {
      const hash = createHash('sha256');
      let bytes = 0;
      const local = join(folder, path);
      await makeDirectory(dirname(local));
      const measured = async function* () {
        for await (const chunk of chunks) {
          hash.update(chunk);
          bytes += chunk.byteLength;
          yield chunk;
        }
      };
      const file = await open(local, 'wx');
      await pipeline(measured, file.createWriteStream());
      found.set(path, { bytes, digest: `sha256:${hash.digest('hex')}` });
    },
  });
  const hasManifest = found.has(MANIFEST_PATH);
  const manifest = decodeManifest(
    sourceOf(content),
    hasManifest ? await readFile(join(folder, MANIFEST_PATH)) : undefined,
  );
  checkFiles(manifest, found);
  return manifest;
}
