/** Every error that @lf/dataset throws on purpose: `code` is stable, the message says what to do. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An option has a value out of its range. */
export class InvalidOptionError extends DatasetError {
  override readonly name = 'InvalidOptionError';
  readonly option: string;
  readonly value: unknown;

  constructor(option: string, value: unknown, expected: string) {
    super(
      'invalid_option',
      `Option ${option} must be ${expected}; it is ${JSON.stringify(value)}.`,
    );
    this.option = option;
    this.value = value;
  }
}

/** A store URL has a scheme that no store serves. */
export class UnknownStoreError extends DatasetError {
  override readonly name = 'UnknownStoreError';
  readonly url: string;

  constructor(url: string, schemes: readonly string[]) {
    super(
      'unknown_store',
      `Cannot open the store '${url}': its scheme is unknown. Known schemes: ${schemes.join(', ')}. Examples: file:.lf, s3://bucket/prefix`,
    );
    this.url = url;
  }
}

/** A store URL has a known scheme, but names no place of it. */
export class InvalidStoreUrlError extends DatasetError {
  override readonly name = 'InvalidStoreUrlError';
  readonly url: string;

  constructor(url: string, reason: string) {
    super(
      'invalid_store_url',
      `Cannot open the store '${url}': ${reason}. Examples: file:.lf, s3://bucket/prefix`,
    );
    this.url = url;
  }
}

/** A key is not a '/'-separated relative path. */
export class InvalidKeyError extends DatasetError {
  override readonly name = 'InvalidKeyError';
  readonly key: string;

  constructor(key: string, reason: string) {
    super('invalid_key', `'${key}' cannot name an object: ${reason}.`);
    this.key = key;
  }
}

/** The store has no object with the key. */
export class ObjectNotFoundError extends DatasetError {
  override readonly name = 'ObjectNotFoundError';
  readonly key: string;
  readonly storeUrl: string;

  constructor(key: string, storeUrl: string, options?: ErrorOptions) {
    super('object_not_found', `The store ${storeUrl} holds nothing under '${key}'.`, options);
    this.key = key;
    this.storeUrl = storeUrl;
  }
}

/** Another writer was first: the object is there already, is gone, or has changed since it was read. */
export class ObjectConflictError extends DatasetError {
  override readonly name = 'ObjectConflictError';
  readonly key: string;

  constructor(key: string, storeUrl: string, expected: string, options?: ErrorOptions) {
    super(
      'object_conflict',
      `Writing '${key}' in the store ${storeUrl}: expected ${expected}, but another writer was first. Read it again and decide anew.`,
      options,
    );
    this.key = key;
  }
}

/** An object's bytes are not those that its writer named. */
export class ObjectDamagedError extends DatasetError {
  override readonly name = 'ObjectDamagedError';
  readonly key: string;
  readonly retryable = false;

  constructor(key: string, storeUrl: string, found: string) {
    super(
      'object_damaged',
      `Reading '${key}' of the store ${storeUrl}: expected the bytes that its writer named by their SHA-256, got ${found}, more than once. Delete the object; an upload or a resumed run writes it again.`,
    );
    this.key = key;
  }
}

/** The system failed while a file was read or written: no permission, a read-only or broken disk, a name too long. */
export class StorageError extends DatasetError {
  override readonly name: string = 'StorageError';
  readonly path: string;
  /** The system's code, such as EACCES. */
  readonly systemCode: string;

  constructor(
    message: string,
    fault: { readonly path: string; readonly systemCode: string; readonly code?: string },
    options?: ErrorOptions,
  ) {
    super(fault.code ?? 'storage_failed', message, options);
    this.path = fault.path;
    this.systemCode = fault.systemCode;
  }
}

/** No space was left where a file was written; nothing of it stays. */
export class DiskFullError extends StorageError {
  override readonly name = 'DiskFullError';

  constructor(doing: string, path: string, options?: ErrorOptions) {
    super(
      `No space left while ${doing} (${path}). Nothing half-written stays. Free some space, or put the store or the temporary directory (TMPDIR, engine.tempDirectory) on a larger disk.`,
      { path, systemCode: 'ENOSPC', code: 'disk_full' },
      options,
    );
  }
}

/** Work needs more memory than it may take, even spilling to disk. */
export class MemoryLimitError extends DatasetError {
  override readonly name = 'MemoryLimitError';

  constructor(doing: string, options?: ErrorOptions) {
    super(
      'memory_limit',
      `Not enough memory while ${doing}. Raise the limit (engine.memoryLimitBytes), or use fewer threads (engine.threads).`,
      options,
    );
  }
}

/** The engine failed for a reason other than bad input rows, a full disk or too little memory; `cause` has its words. */
export class EngineError extends DatasetError {
  override readonly name = 'EngineError';

  constructor(doing: string, options: ErrorOptions & { cause: Error }) {
    super(
      'engine_failed',
      `The data engine failed while ${doing}. Check that the file is the one that you mean and is not written to; if it is, this is a fault of @lf/dataset: please report it with the cause of this error.`,
      options,
    );
  }
}

/** A data set was asked for that the store does not hold. */
export class DatasetNotFoundError extends DatasetError {
  override readonly name = 'DatasetNotFoundError';
  readonly dataset: string;
  readonly storeUrl: string;

  constructor(dataset: string, storeUrl: string, options?: ErrorOptions) {
    super(
      'dataset_not_found',
      `The store ${storeUrl} holds no data set '${dataset}' (no manifest). Upload it first.`,
      options,
    );
    this.dataset = dataset;
    this.storeUrl = storeUrl;
  }
}

/** A data set's manifest.json cannot be read by this version. */
export class InvalidManifestError extends DatasetError {
  override readonly name = 'InvalidManifestError';
  readonly key: string;

  constructor(key: string, reason: string, options?: ErrorOptions) {
    super(
      'invalid_manifest',
      `'${key}' is no manifest that this version reads: ${reason}. Upload the data set again.`,
      options,
    );
    this.key = key;
  }
}

/** A table is not part of an uploaded data set. */
export class TableNotFoundError extends DatasetError {
  override readonly name = 'TableNotFoundError';
  readonly table: string;

  constructor(dataset: string, table: string, available: readonly string[]) {
    super(
      'table_not_found',
      `The data set '${dataset}' has no table ${table}; it has ${available.join(', ')}. Upload it with a source for ${table}.`,
    );
    this.table = table;
  }
}

/** A table's file is not what the manifest says: it is gone, cut short or other bytes. */
export class TableDamagedError extends DatasetError {
  override readonly name = 'TableDamagedError';
  readonly key: string;
  readonly retryable = false;

  constructor(key: string, found: string) {
    super(
      'table_damaged',
      `Reading '${key}': expected the table that the manifest names by its size and SHA-256, found ${found}. Upload the data set again.`,
    );
    this.key = key;
  }
}
