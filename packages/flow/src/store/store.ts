/**
 * What a flow needs of an object store. Keys are '/'-separated relative paths, every write is
 * atomic (a reader never sees half an object), and what was written is listed at once.
 */
export interface FlowStore {
  /** Tells one store from another, e.g. `file:///home/me/.lf`. */
  readonly url: string;
  put(key: string, bytes: Uint8Array): Promise<void>;
  putFile(key: string, localPath: string): Promise<void>;
  /** Rejects when there is no such object. */
  get(key: string): Promise<Uint8Array>;
  exists(key: string): Promise<boolean>;
  /** Every key under a prefix that ends in '/', at any depth; nothing when there is none. */
  list(prefix: string): AsyncIterable<string>;
  /**
   * Names of the folders right below a prefix that ends in '/', where the store can tell them without listing what is
   * in them: then 1,000 runs are listed without a look at all their files.
   */
  folders?(prefix: string): Promise<readonly string[]>;
  delete(key: string, options?: { readonly etag: string }): Promise<void>;
  /** Size and SHA-256 (hex) of an object, where the store can tell them; else its local file is read. */
  digest?(key: string): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /**
   * Conditional writes: of many who try at once, one succeeds. A store that has them has all three, and its `delete`
   * removes the version `etag` alone if one is given. Who is late rejects with an error whose `code` is
   * `object_conflict`, a `read` of nothing with `object_not_found`. With them a run's lock needs no listing.
   */
  create?(key: string, bytes: Uint8Array): Promise<string>;
  replace?(key: string, bytes: Uint8Array, etag: string): Promise<string>;
  read?(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string }>;
  /** A path on this machine where the object can be read. */
  localPath(key: string): Promise<string>;
}
