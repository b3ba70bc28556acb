/** What a store knows of an object without reading it. */
export interface ObjectHead {
  readonly bytes: number;
  /** When it was put there. */
  readonly modifiedAt: Date;
  /** Names this version of the object: another write gives another one. */
  readonly etag: string;
}

/** An object as a listing shows it. */
export interface ObjectEntry {
  readonly key: string;
  readonly bytes: number;
  /** When it was put there. */
  readonly modifiedAt: Date;
}

/** An object's bytes and the version that they are. */
export interface VersionedObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/** A place for objects; keys are '/'-separated relative paths, every write is atomic. */
export interface ObjectStore {
  /** Root of the store, such as 'file:///home/me/shop/.lf' or 's3://bucket/shop'. */
  readonly url: string;
  /** Writes `bytes` under `key`, replacing what was there; readers see the old or the new object, never a part. */
  put(key: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Copies a local file under `key`, replacing what was there. */
  putFile(key: string, localPath: string): Promise<void>;
  /**
   * Writes a small object under a new key: of several concurrent writers, one succeeds.
   *
   * @returns its etag
   * @throws ObjectConflictError if there is one already.
   */
  create(key: string, bytes: Uint8Array): Promise<string>;
  /**
   * Writes a small object in place of the version `etag`: of many who try at once, one does.
   *
   * @returns the new etag
   * @throws ObjectConflictError if there is another version, or nothing.
   */
  replace(key: string, bytes: Uint8Array, etag: string): Promise<string>;
  /** @throws ObjectNotFoundError if `key` does not exist. */
  get(key: string): Promise<Uint8Array>;
  /**
   * The bytes with their version, for a `replace`.
   *
   * @throws ObjectNotFoundError if `key` does not exist.
   */
  read(key: string): Promise<VersionedObject>;
  /**
   * Copies the object into a local file that is the caller's own, replacing it at once.
   *
   * @throws ObjectNotFoundError if `key` does not exist.
   */
  getFile(key: string, localPath: string): Promise<void>;
  exists(key: string): Promise<boolean>;
  /** @throws ObjectNotFoundError if `key` does not exist. */
  head(key: string): Promise<ObjectHead>;
  /**
   * Size and SHA-256 (hex) of the object's bytes as they are now. A `file:` store reads all of it; an `s3:` store
   * answers what the writer noted, which every later reading is checked against, and reads the object where nothing is
   * noted.
   *
   * @throws ObjectNotFoundError if `key` does not exist.
   */
  digest(key: string): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** Keys that start with `prefix`, in ascending order. */
  list(prefix: string): AsyncIterable<string>;
  /** The same with what the store knows of each; one that goes meanwhile may be absent. */
  entries(prefix: string): AsyncIterable<ObjectEntry>;
  /** Names of the folders right below `prefix`, which ends in '/', in ascending order; what is in them is not listed. */
  folders(prefix: string): Promise<readonly string[]>;
  /**
   * Removes the object; a missing key is not an error.
   *
   * @param options.etag removes this version alone
   * @throws ObjectConflictError if there is another version than `etag`.
   */
  delete(key: string, options?: { readonly etag: string }): Promise<void>;
  /**
   * A path on this machine to read the object from, while this process lives: the file itself for file:, a checked
   * copy in the cache for s3:. Not to be written to.
   *
   * @throws ObjectNotFoundError if `key` does not exist.
   */
  localPath(key: string): Promise<string>;
  /** Removes what writers that were killed have left behind and nobody can see. */
  sweep(): Promise<void>;
}
