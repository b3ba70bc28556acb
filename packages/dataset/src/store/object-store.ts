/** A place for immutable objects; keys are '/'-separated relative paths, every write is atomic. */
export interface ObjectStore {
  /** Root of the store, such as 'file:///home/me/shop/.lf'. */
  readonly url: string;
  /** Writes `bytes` under `key`, replacing what was there; readers see the old or the new object, never a part. */
  put(key: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Copies a local file under `key`, replacing what was there. */
  putFile(key: string, localPath: string): Promise<void>;
  /** @throws ObjectNotFoundError if nothing lies under `key`. */
  get(key: string): Promise<Uint8Array>;
  exists(key: string): Promise<boolean>;
  /**
   * When the object was put there.
   *
   * @throws ObjectNotFoundError if nothing lies under `key`.
   */
  modifiedAt(key: string): Promise<Date>;
  /**
   * Size and SHA-256 (hex) of the object's bytes as they are now: all of it is read.
   *
   * @throws ObjectNotFoundError if nothing lies under `key`.
   */
  digest(key: string): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** Keys that start with `prefix`, in ascending order. */
  list(prefix: string): AsyncIterable<string>;
  /** Removes the object; a key that holds nothing is no error. */
  delete(key: string): Promise<void>;
  /**
   * A path on this machine to read the object from (the file itself for file:, a cached download for s3:).
   *
   * @throws ObjectNotFoundError if nothing lies under `key`.
   */
  localPath(key: string): Promise<string>;
}
