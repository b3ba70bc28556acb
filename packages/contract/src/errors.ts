/** Every error that @lf/contract throws on purpose: `code` is stable, the message says what to do. */
export class ContractError extends Error {
  override readonly name: string = 'ContractError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The bytes are no gzipped tar, end too early, or hold no manifest: pack the model again. */
export class BundleUnreadableError extends ContractError {
  override readonly name = 'BundleUnreadableError';
  readonly source: string;

  constructor(source: string, reason: string, options?: ErrorOptions) {
    super(
      'bundle_unreadable',
      `Reading the bundle ${source}: expected a gzipped tar with manifest.json, but ${reason}. ` +
        'Pack the model again, or copy the bundle again if it was copied.',
      options,
    );
    this.source = source;
  }
}

/** A path leads to no file that can be read: it is missing, a pipe, a device, another user's. */
export class FileUnreadableError extends ContractError {
  override readonly name = 'FileUnreadableError';
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      'file_unreadable',
      `Reading ${path}: expected a file that this user may read, but ${reason}.`,
      options,
    );
    this.path = path;
    this.reason = reason;
  }
}

/** An entry that a bundle must not hold: a link, a path that leaves the bundle, a duplicate. */
export class BundleEntryError extends ContractError {
  override readonly name = 'BundleEntryError';
  readonly entry: string;
  readonly reason: string;

  constructor(entry: string, reason: string) {
    super(
      'bundle_entry_refused',
      `Refused bundle entry ${JSON.stringify(entry)}: ${reason}. ` +
        'A bundle holds plain files under relative paths, each once.',
    );
    this.entry = entry;
    this.reason = reason;
  }
}

/** A bundle larger than the reader allows: raise the limit if the bundle is trusted. */
export class BundleLimitError extends ContractError {
  override readonly name = 'BundleLimitError';
  readonly limit: string;
  readonly maximum: number;

  constructor(limit: string, maximum: number, what: string) {
    super(
      'bundle_limit_exceeded',
      `Reading a bundle: ${what} exceeds ${limit} = ${maximum}. ` +
        `Raise limits.${limit} if this bundle comes from a source you trust.`,
    );
    this.limit = limit;
    this.maximum = maximum;
  }
}

/** One thing wrong with a manifest, at a JSON pointer. */
export interface ManifestProblem {
  readonly path: string;
  readonly message: string;
}

/** The manifest breaks its schema: all problems are listed. */
export class ManifestInvalidError extends ContractError {
  override readonly name = 'ManifestInvalidError';
  readonly problems: readonly ManifestProblem[];

  constructor(where: string, problems: readonly ManifestProblem[]) {
    const list = problems.map(({ path, message }) => `  ${path || '/'} ${message}`).join('\n');
    super('manifest_invalid', `${where}: the manifest breaks its schema:\n${list}`);
    this.problems = problems;
  }
}

/** The bundle's files are not those its manifest promises: it was damaged or changed after packing. */
export class BundleCorruptError extends ContractError {
  override readonly name = 'BundleCorruptError';
  readonly entry: string;

  constructor(entry: string, expected: string, actual: string) {
    super(
      'bundle_corrupt',
      `Checking bundle file ${JSON.stringify(entry)} against the manifest: expected ${expected}, found ${actual}. ` +
        'The bundle was damaged or changed after it was packed: pack the model again.',
    );
    this.entry = entry;
  }
}

/** The place to write to is taken: choose another, or remove it. */
export class TargetExistsError extends ContractError {
  override readonly name = 'TargetExistsError';
  readonly path: string;

  constructor(path: string) {
    super(
      'target_exists',
      `Unpacking a bundle into ${path}: expected no such path, but it exists. Remove it or choose another.`,
    );
    this.path = path;
  }
}

/** The system does not let a file or folder be made there: `systemCode` is its reason. */
export class TargetUnwritableError extends ContractError {
  override readonly name = 'TargetUnwritableError';
  readonly path: string;
  /** Such as EACCES, ENOTDIR, ENAMETOOLONG, ENOSPC. */
  readonly systemCode: string;

  constructor(doing: string, path: string, systemCode: string, options?: ErrorOptions) {
    const shown = path.length <= 200 ? path : `${path.slice(0, 160)}… (${path.length} characters)`;
    super(
      'target_unwritable',
      `${doing} ${shown}: expected a place that this user may write to, but the system refused it (${systemCode}). ` +
        'Nothing of it stays. Choose another place, or make this one writable.',
      options,
    );
    this.path = path;
    this.systemCode = systemCode;
  }
}

/** A model's inputs and outputs are not those of its kind: export it again. */
export class TensorsRefusedError extends ContractError {
  override readonly name = 'TensorsRefusedError';
  /** What is wrong, without what was being done. */
  readonly reason: string;

  constructor(expected: string, got: string) {
    const reason = `expected ${expected}, got ${got}`;
    super(
      'tensors_refused',
      `Reading the manifest of a bundle: ${reason}. Export the model again.`,
    );
    this.reason = reason;
  }
}

/** A session has a code that is not a shopper's action, at `position`. */
export class SessionCodesError extends ContractError {
  override readonly name = 'SessionCodesError';
  readonly position: number;

  constructor(position: number, code: number, allowed: readonly string[]) {
    super(
      'action_code_unknown',
      `While encoding sessions, event ${position} has the action code ${code}; ` +
        `expected one of ${allowed.join(', ')}.`,
    );
    this.position = position;
  }
}

/** A bundle's `vocabulary.json` is not a vocabulary: pack the bundle again. */
export class VocabularyError extends ContractError {
  override readonly name = 'VocabularyError';
  /** What is wrong, without what was being done. */
  readonly reason: string;

  constructor(problem: string, options?: ErrorOptions) {
    const reason =
      'vocabulary.json: expected {"schemaVersion": 1, "firstItemId": 2, "skus": [...]} with different SKUs, ' +
      `but ${problem}`;
    super(
      'vocabulary_invalid',
      `Reading the vocabulary of a bundle: ${reason}. Pack the bundle again.`,
      options,
    );
    this.reason = reason;
  }
}

/** Bytes are not the weights of an intent model, or of another version: train again. */
export class WeightsFormatError extends ContractError {
  override readonly name = 'WeightsFormatError';

  constructor(found: string) {
    super(
      'weights_format_invalid',
      `While reading intent weights, expected the bytes that serializeWeights writes, got ${found}. ` +
        'Pass the weights artifact of a train_model step.',
    );
  }
}

/** The bytes of a `trees.json` are not what `serializeTreeModel` writes: train the model again. */
export class TreeModelError extends ContractError {
  override readonly name = 'TreeModelError';
  /** What is wrong, without what was being done. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(
      'tree_model_invalid',
      `Reading a model of trees: expected what serializeTreeModel writes, but ${reason}. ` +
        'Train the model again, or copy the file again if it was copied.',
      options,
    );
    this.reason = reason;
  }
}
