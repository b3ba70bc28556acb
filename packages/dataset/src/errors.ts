/** Every error that @lf/dataset throws on purpose: `code` is stable, the message says what to do. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
