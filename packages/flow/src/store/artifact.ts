import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { DamagedArtifactError } from '../errors.ts';
import { isRecord } from './json.ts';
import { artifactKey } from './layout.ts';
import type { FlowStore } from './store.ts';

/**
 * Names bytes in the store by what they are. Small and JSON: pass it on freely. A step may also make one for an object
 * that another program keeps in the store under a key that holds the digest: it is then checked like any other.
 */
export interface ArtifactRef {
  /** Key of the object, relative to the store's root: a store can be moved as a whole. It holds the digest. */
  readonly uri: string;
  /** sha256, 64 hex digits. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
}

declare const valueType: unique symbol;

/** An artifact of JSON whose value has the type `T`. */
export type JsonArtifact<T> = ArtifactRef & { readonly [valueType]?: T };

export function isArtifactRef(value: unknown): value is ArtifactRef {
  if (!isRecord(value)) return false;
  const { uri, digest, mediaType, bytes } = value;
  return (
    typeof uri === 'string' &&
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    uri.includes(digest) &&
    typeof mediaType === 'string' &&
    typeof bytes === 'number'
  );
}

/** The artifacts named anywhere in a value, each once, in the order met. */
export function artifactsIn(value: unknown): ArtifactRef[] {
  const found = new Map<string, ArtifactRef>();
  const visit = (part: unknown): void => {
    if (isArtifactRef(part)) found.set(part.uri, part);
    else if (Array.isArray(part)) part.forEach(visit);
    else if (isRecord(part)) Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found.values()];
}

/** Writes even if the object is there: the one that is there may be damaged. */
export async function putBytesAsArtifact(
  store: FlowStore,
  bytes: Uint8Array,
  mediaType: string,
): Promise<ArtifactRef> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  await store.put(artifactKey(digest), bytes);
  return { uri: artifactKey(digest), digest, mediaType, bytes: bytes.byteLength };
}

export async function putFileAsArtifact(
  store: FlowStore,
  localPath: string,
  mediaType: string,
): Promise<ArtifactRef> {
  const digest = await digestOfFile(localPath);
  await store.putFile(artifactKey(digest), localPath);
  return { uri: artifactKey(digest), digest, mediaType, bytes: (await stat(localPath)).size };
}

/** Whether the object is there and its bytes are those that the reference names. Reads all of it. */
export async function isIntact(store: FlowStore, ref: ArtifactRef): Promise<boolean> {
  if (!(await store.exists(ref.uri))) return false;
  return (await digestIn(store, ref.uri)) === ref.digest;
}

/**
 * The bytes that a reference names, and no others.
 *
 * @throws DamagedArtifactError
 */
export async function readArtifact(store: FlowStore, ref: ArtifactRef): Promise<Uint8Array> {
  if (!(await store.exists(ref.uri))) throw new DamagedArtifactError(ref.uri, 'nothing');
  const bytes = await store.get(ref.uri);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== ref.digest) throw new DamagedArtifactError(ref.uri, 'other bytes');
  return bytes;
}

/**
 * A path on this machine to read what a reference names. Reads all of it once, to check that it is that.
 *
 * @throws DamagedArtifactError
 */
export async function locateArtifact(store: FlowStore, ref: ArtifactRef): Promise<string> {
  if (!(await store.exists(ref.uri))) throw new DamagedArtifactError(ref.uri, 'nothing');
  if ((await digestIn(store, ref.uri)) !== ref.digest) {
    throw new DamagedArtifactError(ref.uri, 'other bytes');
  }
  return store.localPath(ref.uri);
}

async function digestIn(store: FlowStore, key: string): Promise<string> {
  if (store.digest !== undefined) return (await store.digest(key)).sha256;
  return digestOfFile(await store.localPath(key));
}

/** Small chunks cost more than the hashing. */
const CHUNK_BYTES = 2 ** 20;

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash);
  return hash.digest('hex');
}
