/** Every error that @lf/export throws on purpose: `code` is stable, the message says what to do. */
export class ExportError extends Error {
  override readonly name: string = 'ExportError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A graph that makes no sense: shapes or types that do not fit, a name that comes twice. */
export class GraphError extends ExportError {
  override readonly name = 'GraphError';
  /** What was being built: `matMul`, `add`, ... */
  readonly operation: string;

  constructor(operation: string, expected: string, got: string) {
    super('graph_invalid', `${operation}: expected ${expected}, got ${got}.`);
    this.operation = operation;
  }
}

/** An operation that a format has no form for: write the model in another format. */
export class UnsupportedOperationError extends ExportError {
  override readonly name = 'UnsupportedOperationError';

  constructor(operation: string, format: string, advice: string) {
    super('operation_unsupported', `${format} has no form for ${operation}: ${advice}.`);
  }
}

/** A model too large for its file format: protobuf files end at 2 GiB. */
export class ModelTooLargeError extends ExportError {
  override readonly name = 'ModelTooLargeError';

  constructor(bytes: number, limit: number) {
    super(
      'model_too_large',
      `Writing a protobuf: ${bytes} bytes, but its readers take ${limit} at most. Train a smaller model, or with fewer items.`,
    );
  }
}

/** Bytes that are not the model file that they were taken for. */
export class ModelFileError extends ExportError {
  override readonly name = 'ModelFileError';

  constructor(format: string, reason: string, options?: ErrorOptions) {
    super(
      'model_file_invalid',
      `Reading a model as ${format}: ${reason}. Export the model again.`,
      options,
    );
  }
}
