import { BundleCorruptError, BundleUnreadableError } from '../errors.ts';
import { MANIFEST_PATH } from './entry-path.ts';
import { parseManifest, type BundleManifest } from './manifest.ts';

/** A bundle in memory. */
export interface Bundle {
  readonly manifest: BundleManifest;
  /** Path inside the bundle -> bytes, without the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What was found of a file. */
export type FileFacts = BundleManifest['files'][string];

/** The manifest out of its bytes. */
export function decodeManifest(source: string, bytes: Uint8Array | undefined): BundleManifest {
  if (bytes === undefined) throw new BundleUnreadableError(source, 'it contains no manifest.json');
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
