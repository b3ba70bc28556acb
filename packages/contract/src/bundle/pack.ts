import { open } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { BundleEntryError } from '../errors.ts';
import { writeAside } from '../files/write-aside.ts';
import { digestContent, openContent, type Content } from './content.ts';
import { entryPath, MANIFEST_PATH } from './entry-path.ts';
import { MANIFEST_SCHEMA_VERSION, parseManifest } from './manifest.ts';
import type { BundleDescription, BundleManifest } from './manifest.ts';

/** What goes into a bundle. */
export interface BundleParts {
  /** Without its version and its list of files, which packing adds. */
  readonly manifest: BundleDescription;
  /** Path inside the bundle -> bytes, or the local file that holds them. */
  readonly files: Readonly<Record<string, Content>>;
}

const GZIP_OS_BYTE = 9;
const GZIP_OS_UNKNOWN = 255;

/** Zlib writes the operating system into byte 9 of the gzip header; "unknown" is the same everywhere. */
function forgetOperatingSystem(): Transform {
  let position = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      const index = GZIP_OS_BYTE - position;
      if (index >= 0 && index < chunk.byteLength) chunk[index] = GZIP_OS_UNKNOWN;
      position += chunk.byteLength;
      done(null, chunk);
    },
  });
}

/** Every folder that a path goes through: `a` and `a/b` of `a/b/c`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function describe({ manifest, files }: BundleParts): Promise<BundleManifest> {
  const described: [string, BundleManifest['files'][string]][] = [];
  for (const path of Object.keys(files).sort()) {
    const content = files[path];
    if (content === undefined) continue;
    if (path !== entryPath(path))
      throw new BundleEntryError(path, 'its path is not in its shortest form');
    if (foldersOf(path).some((folder) => Object.hasOwn(files, folder)))
      throw new BundleEntryError(path, 'it is in a folder that is a file too');
    if (path === MANIFEST_PATH) throw new BundleEntryError(path, 'packBundle writes it');
    described.push([path, await digestContent(content)]);
  }
  return parseManifest(
    { ...manifest, schemaVersion: MANIFEST_SCHEMA_VERSION, files: Object.fromEntries(described) },
    'Packing a bundle',
  );
}

async function fill(pack: tar.Pack, manifest: BundleManifest, files: BundleParts['files']) {
  const add = async (path: string, bytes: number, content: Content) => {
    const fixed = { mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };
    const entry = pack.entry({ ...fixed, name: path, size: bytes, type: 'file' });
    await pipeline(await openContent(content), entry);
  };
  const json = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  await add(MANIFEST_PATH, json.byteLength, json);
  for (const [path, { bytes }] of Object.entries(manifest.files)) {
    const content = files[path];
    if (content !== undefined) await add(path, bytes, content);
  }
  pack.finalize();
}

function bundleStream(manifest: BundleManifest, files: BundleParts['files']): Readable {
  const pack = tar.pack();
  fill(pack, manifest, files).catch((error: unknown) => {
    pack.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  const packed = forgetOperatingSystem();
  pipeline(pack, createGzip({ level: 6 }), packed).catch((error: unknown) => {
    packed.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return packed;
}

/**
 * Packs a model into the bytes of `model.tar.gz`: the same parts give the same bytes.
 *
 * @param parts the manifest (without its list of files) and the files
 * @throws ManifestInvalidError, BundleEntryError
 * @example
 * const bytes = await packBundle({ manifest, files: { 'model.onnx': onnx } });
 */
export async function packBundle(parts: BundleParts): Promise<Uint8Array> {
  const manifest = await describe(parts);
  const stream: AsyncIterable<Uint8Array> = bundleStream(manifest, parts.files);
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Packs a model into a file in constant memory; the file is written atomically.
 *
 * @param parts the manifest (without its list of files) and the files
 * @param target path of the bundle to write, in an existing folder
 * @returns the manifest as written
 * @throws ManifestInvalidError, BundleEntryError, TargetUnwritableError
 */
export async function packBundleFile(parts: BundleParts, target: string): Promise<BundleManifest> {
  const manifest = await describe(parts);
  await writeAside('Writing the bundle', target, async (aside) => {
    const file = await open(aside, 'wx');
    await pipeline(bundleStream(manifest, parts.files), file.createWriteStream({ flush: true }));
  });
  return manifest;
}
